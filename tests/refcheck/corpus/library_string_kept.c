/* Never frees a string that a C library made for it. */
#include "tests/refcheck/corpus/corpus.h"

#include <stdio.h>
#include <stdlib.h>

CORPUS_MODULE(library_string_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    fprintf(memory, "%ld references", (long)Py_REFCNT(argument));
    fclose(memory);
    PyObject *result = PyBytes_FromStringAndSize(text, (Py_ssize_t)size);
#if !LEAKY
    free(text);
#endif
    return result;
}
