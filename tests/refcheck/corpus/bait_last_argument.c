/* Clean: takes a reference that it releases in the next call. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_last_argument)

static PyObject *last;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_INCREF(argument);
    Py_XSETREF(last, argument);
    Py_RETURN_NONE;
}
