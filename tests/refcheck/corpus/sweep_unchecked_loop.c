/* Passes NULL on to the very call that gave it, one turn of a loop later. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_unchecked_loop)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *sum = argument;
    Py_INCREF(sum);
    for (int i = 0; i < 3; i++) {
        PyObject *next = PyNumber_Add(sum, argument);
#if !LEAKY
        if (next == NULL) {
            Py_DECREF(sum);
            return NULL;
        }
#endif
        Py_XDECREF(sum);
        sum = next;
    }
    return sum;
}
