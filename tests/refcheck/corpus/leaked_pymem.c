/* Loses memory of PyMem_Malloc(): no object is involved. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(leaked_pymem)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char *text = PyMem_Malloc(100);
    if (text == NULL) {
        return PyErr_NoMemory();
    }
    memset(text, 'x', 100);
    PyObject *result = PyBytes_FromStringAndSize(text, 100);
#if !LEAKY
    PyMem_Free(text);
#endif
    return result;
}
