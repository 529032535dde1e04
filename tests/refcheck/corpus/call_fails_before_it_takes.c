/* Gives an object away by "N" to a call that fails before it has taken it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(call_fails_before_it_takes)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *rows = PyList_New(3);
    if (rows == NULL) {
        return NULL;
    }
#if LEAKY
    return PyObject_CallMethod(argument, "write_rows", "N", rows);
#else
    PyObject *result = PyObject_CallMethod(argument, "write_rows", "O", rows);
    Py_DECREF(rows);
    return result;
#endif
}
