/* Uses an optional argument that was not given. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(optional_argument_missing)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *text, *fill = NULL;
    if (!PyArg_ParseTuple(argument, "O|O", &text, &fill)) {
        return NULL;
    }
#if !LEAKY
    if (fill == NULL) {
        return PyLong_FromLong(0);
    }
#endif
    return PyLong_FromLong(PyUnicode_Check(fill));
}
