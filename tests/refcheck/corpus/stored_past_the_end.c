/* Stores a reference past the end of a tuple, where nobody looks for it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(stored_past_the_end)

enum { LENGTH = 25 };           /* longer than the tuples that Python keeps */

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *label = PyBytes_FromString("stored behind the tuple");
    if (label == NULL) {
        return NULL;
    }
    PyObject *tuple = PyTuple_New(LENGTH);
    if (tuple == NULL) {
        Py_DECREF(label);
        return NULL;
    }
    volatile int last = LENGTH - 1 + LEAKY;
    ((PyTupleObject *)tuple)->ob_item[last] = label;
    Py_DECREF(tuple);
    Py_RETURN_NONE;
}
