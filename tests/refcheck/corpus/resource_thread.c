/* Starts a thread that waits for work, and forgets to tell it that none comes. */
#include "tests/refcheck/corpus/corpus.h"

#include <pthread.h>
#include <semaphore.h>

CORPUS_MODULE(resource_thread)

static sem_t work;

static void *
wait_for_work(void *arg)
{
    while (sem_wait(&work) < 0) {
    }
    return arg;
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    pthread_t thread;
    (void)sem_init(&work, 0, 0);
    if (pthread_create(&thread, NULL, wait_for_work, NULL) != 0) {
        return PyErr_NoMemory();
    }
#if !LEAKY
    (void)sem_post(&work);
    (void)pthread_join(thread, NULL);
#endif
    Py_RETURN_NONE;
}
