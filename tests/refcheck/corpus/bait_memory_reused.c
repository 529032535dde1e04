/* Clean: a buffer of malloc() that grows up to a bound, and one that is made on
   first use and stays. */
#include "tests/refcheck/corpus/corpus.h"

#include <stdlib.h>

CORPUS_MODULE(bait_memory_reused)

static struct { char *text; size_t size; } line;
static double *table;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    if (line.size < 4096) {
        size_t size = line.size == 0 ? 64 : line.size + line.size / 4;
        char *text = realloc(line.text, size);
        if (text == NULL) {
            return PyErr_NoMemory();
        }
        line.text = text;
        line.size = size;
    }
    if (table == NULL && (table = calloc(256, sizeof(*table))) == NULL) {
        return PyErr_NoMemory();
    }
    return PyLong_FromSize_t(line.size);
}
