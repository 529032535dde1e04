/* Keeps memory of the C library when the result cannot be made of it. */
#include "tests/refcheck/corpus/corpus.h"

#include <stdlib.h>
#include <string.h>

CORPUS_MODULE(sweep_lost_malloc)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char *text = malloc(100);
    if (text == NULL) {
        return PyErr_NoMemory();
    }
    memset(text, 'a', 100);
    PyObject *result = PyBytes_FromStringAndSize(text, 100);
#if LEAKY
    if (result == NULL) {
        return NULL;
    }
#endif
    free(text);
    return result;
}
