/* Clean: opens a file, maps a page and starts a thread in its first call, and
   keeps them. */
#include "tests/refcheck/corpus/corpus.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

CORPUS_MODULE(bait_resource_kept)

static int file = -1;
static char *page;
static pthread_t thread;

static void *
wait_for_ever(void *arg)
{
    pause();
    return arg;
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    if (file < 0) {
        file = open("/dev/null", O_WRONLY | O_CLOEXEC);
        page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (file < 0 || page == MAP_FAILED
            || pthread_create(&thread, NULL, wait_for_ever, NULL) != 0) {
            return PyErr_SetFromErrno(PyExc_OSError);
        }
    }
    Py_RETURN_NONE;
}
