/* Does not look whether it got the attribute that it goes on with. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(passed_on_unchecked)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *rows = PyObject_GetAttrString(argument, "rows");
#if !LEAKY
    if (rows == NULL) {
        return NULL;
    }
#endif
    int listed = PyList_Check(rows);
    Py_DECREF(rows);
    return PyBool_FromLong(listed);
}
