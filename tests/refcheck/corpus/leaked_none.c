/* Takes two references to None to return one. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(leaked_none)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
#if LEAKY
    Py_INCREF(Py_None);
#endif
    Py_RETURN_NONE;
}
