/* Remembers its last argument without a reference of its own. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(borrowed_stored)

static PyObject *last;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    int same = last != NULL && PyObject_RichCompareBool(last, argument, Py_EQ);
#if LEAKY
    last = argument;
#else
    Py_INCREF(argument);
    Py_XSETREF(last, argument);
#endif
    return PyBool_FromLong(same);
}
