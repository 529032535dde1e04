/* Starts a thread that ends by itself, but whose stack waits for somebody to
   join it. */
#include "tests/refcheck/corpus/corpus.h"

#include <pthread.h>

CORPUS_MODULE(resource_unjoined_thread)

static void *
end_at_once(void *arg)
{
    return arg;
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, end_at_once, NULL) != 0) {
        return PyErr_NoMemory();
    }
#if !LEAKY
    (void)pthread_detach(thread);
#endif
    Py_RETURN_NONE;
}
