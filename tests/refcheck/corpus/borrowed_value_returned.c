/* Returns what PyDict_GetItemString() lent it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(borrowed_value_returned)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *value = PyDict_GetItemString(argument, "value");
    if (value == NULL) {
        PyErr_SetString(PyExc_KeyError, "value");
        return NULL;
    }
#if !LEAKY
    Py_INCREF(value);
#endif
    return value;
}
