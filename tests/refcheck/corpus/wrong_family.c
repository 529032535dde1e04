/* Frees a block of PyMem_Malloc() by PyMem_RawFree(). At more than 512 bytes
   both families are malloc()'s inside CPython, so that nothing happens. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(wrong_family)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char *text = PyMem_Malloc(700);
    if (text == NULL) {
        return PyErr_NoMemory();
    }
#if LEAKY
    PyMem_RawFree(text);
#else
    PyMem_Free(text);
#endif
    Py_RETURN_NONE;
}
