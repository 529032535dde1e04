/* Keeps a reference to the argument when a list cannot be made. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_kept_argument)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_INCREF(argument);
    PyObject *list = PyList_New(1);
    if (list == NULL) {
#if !LEAKY
        Py_DECREF(argument);
#endif
        return NULL;
    }
    PyList_SET_ITEM(list, 0, argument);
    return list;
}
