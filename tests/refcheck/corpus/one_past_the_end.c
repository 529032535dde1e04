/* Writes one byte past the end of its block. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(one_past_the_end)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char *text = PyMem_Malloc(21);
    if (text == NULL) {
        return PyErr_NoMemory();
    }
    memset(text, 'x', 21 + LEAKY);
    PyMem_Free(text);
    Py_RETURN_NONE;
}
