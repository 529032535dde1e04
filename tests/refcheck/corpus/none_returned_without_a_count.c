/* Returns None without a reference of its own. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(none_returned_without_a_count)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
#if LEAKY
    return Py_None;
#else
    Py_RETURN_NONE;
#endif
}
