/* Releases at its label what was not made yet when it jumped there. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(null_released)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *pair = NULL, *second = NULL;
    PyObject *first = PyNumber_Index(argument);
    if (first == NULL) {
        goto done;
    }
    second = PyObject_Repr(argument);
    if (second == NULL) {
        goto done;
    }
    pair = PyTuple_Pack(2, first, second);
done:
#if LEAKY
    Py_DECREF(first);
#else
    Py_XDECREF(first);
#endif
    Py_XDECREF(second);
    return pair;
}
