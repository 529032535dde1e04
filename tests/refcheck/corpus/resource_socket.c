/* Asks a socket for its kind, and never closes it. */
#include "tests/refcheck/corpus/corpus.h"

#include <sys/socket.h>
#include <unistd.h>

CORPUS_MODULE(resource_socket)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    int kind = 0;
    socklen_t size = sizeof(kind);
    int end = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (end < 0) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    (void)getsockopt(end, SOL_SOCKET, SO_TYPE, &kind, &size);
#if !LEAKY
    close(end);
#endif
    return PyLong_FromLong(kind);
}
