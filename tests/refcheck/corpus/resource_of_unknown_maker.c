/* Opens a file and closes it, and never closes another, which has its number and
   was made by a way of its own. */
#include "tests/refcheck/corpus/corpus.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

CORPUS_MODULE(resource_of_unknown_maker)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    int first = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (first < 0) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    close(first);
    long second = syscall(SYS_openat, AT_FDCWD, "/dev/zero",
                          O_RDONLY | O_CLOEXEC);
#if !LEAKY
    close((int)second);
#endif
    return PyLong_FromLong(second);
}
