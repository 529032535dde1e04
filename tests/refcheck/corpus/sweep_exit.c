/* Ends the process where it should raise. */
#include "tests/refcheck/corpus/corpus.h"

#include <stdlib.h>

CORPUS_MODULE(sweep_exit)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    /* A compiler may leave out memory that nobody uses. */
    char *volatile memory = malloc(100);
    if (memory == NULL) {
#if LEAKY
        exit(3);
#else
        return PyErr_NoMemory();
#endif
    }
    free(memory);
    Py_RETURN_NONE;
}
