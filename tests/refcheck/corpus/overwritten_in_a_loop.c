/* Gives a variable the next value and loses the one before. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(overwritten_in_a_loop)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *last = NULL;
    for (Py_ssize_t i = 0; i < PyList_Size(argument); i++) {
#if !LEAKY
        Py_XDECREF(last);
#endif
        last = PyObject_Repr(PyList_GET_ITEM(argument, i));
        if (last == NULL) {
            return NULL;
        }
    }
    return last;
}
