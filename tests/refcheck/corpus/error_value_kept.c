/* Raises an exception with a value made in the same line, which
   PyErr_SetObject() does not take over. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(error_value_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
#if LEAKY
    PyErr_SetObject(PyExc_KeyError, PyTuple_Pack(1, argument));
#else
    PyObject *value = PyTuple_Pack(1, argument);
    if (value != NULL) {
        PyErr_SetObject(PyExc_KeyError, value);
        Py_DECREF(value);
    }
#endif
    return NULL;
}
