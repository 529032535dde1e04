/* Frees one list, then loses another. CPython's free list hands out the first
   one's memory again, which leads a tool to the wrong line. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(second_list_leaked)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *freed = PyList_New(0);
    if (freed == NULL) {
        return NULL;
    }
    Py_DECREF(freed);
    PyObject *lost = PyList_New(0);
    if (lost == NULL) {
        return NULL;
    }
#if !LEAKY
    Py_DECREF(lost);
#endif
    Py_RETURN_NONE;
}
