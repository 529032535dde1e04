/* Clean: starts a thread and joins it, and one that is detached and ends when
   many calls more have been made. */
#include "tests/refcheck/corpus/corpus.h"

#include <pthread.h>
#include <unistd.h>

CORPUS_MODULE(bait_resource_threads)

static void *
end_at_once(void *arg)
{
    return arg;
}

static void *
take_a_moment(void *arg)
{
    usleep(100000);
    return arg;
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    pthread_t joined, detached;
    if (pthread_create(&joined, NULL, end_at_once, NULL) != 0) {
        return PyErr_NoMemory();
    }
    if (pthread_create(&detached, NULL, take_a_moment, NULL) == 0) {
        (void)pthread_detach(detached);
    }
    (void)pthread_join(joined, NULL);
    Py_RETURN_NONE;
}
