/* Opens a file in each call, and closes it only where reading fails. */
#include "tests/refcheck/corpus/corpus.h"

#include <fcntl.h>
#include <unistd.h>

CORPUS_MODULE(resource_open)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char bytes[16];
    int file = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    if (read(file, bytes, sizeof(bytes)) < 0) {
        PyErr_SetFromErrno(PyExc_OSError);
        close(file);
        return NULL;
    }
#if !LEAKY
    close(file);
#endif
    return PyBytes_FromStringAndSize(bytes, sizeof(bytes));
}
