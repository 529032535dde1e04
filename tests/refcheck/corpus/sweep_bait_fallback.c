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
    char *text = many == NULL ? few : many;
    memset(text, 'a', size);
    PyErr_CheckSignals();       /* or the compiler would do without it, too */
    long last = text[size - 1];
    free(many);
    return PyBool_FromLong(last == 'a');
}
