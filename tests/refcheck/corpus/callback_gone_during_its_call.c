/* Calls its callback without a reference to it, and names it when it fails: the
   callback may have been taken away meanwhile. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(callback_gone_during_its_call)

static PyObject *callback;

/* Sets the callback; without one, calls the one that is set. */
static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    if (argument != Py_None) {
        Py_INCREF(argument);
        Py_XSETREF(callback, argument);
        Py_RETURN_NONE;
    }
    PyObject *current = callback;
#if !LEAKY
    Py_INCREF(current);
#endif
    PyObject *result = PyObject_CallMethod(current, "notify", NULL);
    if (result == Py_False) {
        Py_SETREF(result, PyObject_Str(current));
    }
#if !LEAKY
    Py_DECREF(current);
#endif
    return result;
}
