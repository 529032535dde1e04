/* Clean: leaves a cycle to the garbage collector, with the argument in it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_cycle)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    int failed = PyList_Append(list, list) < 0
                 || PyList_Append(list, argument) < 0;
    Py_DECREF(list);
    if (failed) {
        return NULL;
    }
    Py_RETURN_NONE;
}
