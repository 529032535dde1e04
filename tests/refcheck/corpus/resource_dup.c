/* Duplicates both ends of a pipe, and closes only what it duplicated. */
#include "tests/refcheck/corpus/corpus.h"

#include <unistd.h>

CORPUS_MODULE(resource_dup)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    int ends[2];
    if (pipe(ends) < 0) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    int copy = dup(ends[1]);
    ssize_t written = copy < 0 ? -1 : write(copy, "x", 1);
#if !LEAKY
    if (copy >= 0) {
        close(copy);
    }
#endif
    close(ends[0]);
    close(ends[1]);
    return PyLong_FromSsize_t(written);
}
