/* Replaces a callback without releasing the one before. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(callback_kept)

static PyObject *callback;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    if (!PyCallable_Check(argument)) {
        PyErr_SetString(PyExc_TypeError, "a callable is needed");
        return NULL;
    }
    Py_INCREF(argument);
#if LEAKY
    callback = argument;
#else
    Py_XSETREF(callback, argument);
#endif
    Py_RETURN_NONE;
}
