/* Loses memory of malloc(), which none of CPython's own counters sees. */
#include "tests/refcheck/corpus/corpus.h"

#include <stdlib.h>

CORPUS_MODULE(leaked_malloc)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char *text = malloc(40);
    if (text == NULL) {
        return PyErr_NoMemory();
    }
    memset(text, 'x', 40);
    PyObject *result = PyBytes_FromStringAndSize(text, 40);
#if !LEAKY
    free(text);
#endif
    return result;
}
