/* Writes the NULL of a failed realloc() over the only pointer to the block. */
#include "tests/refcheck/corpus/corpus.h"

#include <stdlib.h>
#include <string.h>

CORPUS_MODULE(sweep_lost_by_realloc)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char *text = NULL;
    for (size_t size = 16; size <= 64; size *= 2) {
#if LEAKY
        text = realloc(text, size);
        if (text == NULL) {
            return PyErr_NoMemory();
        }
#else
        char *larger = realloc(text, size);
        if (larger == NULL) {
            free(text);
            return PyErr_NoMemory();
        }
        text = larger;
#endif
        memset(text, 'a', size);
    }
    PyObject *result = PyBytes_FromStringAndSize(text, 64);
    free(text);
    return result;
}
