/* Allocates nothing: no allocation can fail. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_bait_nothing)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    Py_RETURN_NONE;
}
