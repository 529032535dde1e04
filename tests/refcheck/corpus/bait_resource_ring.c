/* Clean: a pool of four descriptors, each of which is opened anew before the old
   one is closed. */
#include "tests/refcheck/corpus/corpus.h"

#include <fcntl.h>
#include <unistd.h>

CORPUS_MODULE(bait_resource_ring)

static int pool[4] = {-1, -1, -1, -1};
static unsigned int calls;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    int *slot = &pool[calls++ % 4];
    int file = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    if (*slot >= 0) {
        close(*slot);
    }
    *slot = file;
    Py_RETURN_NONE;
}
