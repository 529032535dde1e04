/* Does without the memory that it cannot get: it goes on, and nothing is lost. */
#include "tests/refcheck/corpus/corpus.h"

#include <stdlib.h>
#include <string.h>

CORPUS_MODULE(sweep_bait_fallback)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char few[16];
    char *many = malloc(4096);
    size_t size = many == NULL ? sizeof(few) : 4096;
    memset(many == NULL ? few : many, 'a', size);
    free(many);
    Py_RETURN_NONE;
}
