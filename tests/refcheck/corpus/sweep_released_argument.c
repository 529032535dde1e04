/* Releases, when a list cannot be made, the argument that it only borrows. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_released_argument)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = PyList_New(1);
    if (list == NULL) {
#if LEAKY
        Py_DECREF(argument);
#endif
        return NULL;
    }
    Py_INCREF(argument);
    PyList_SET_ITEM(list, 0, argument);
    return list;
}
