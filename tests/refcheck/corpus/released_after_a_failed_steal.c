/* Releases what PyList_SetItem() has taken over, although it failed. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(released_after_a_failed_steal)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = PyList_New(1);
    PyObject *item = list == NULL ? NULL : PyObject_Repr(argument);
    if (item == NULL) {
        Py_XDECREF(list);
        return NULL;
    }
    if (PyList_SetItem(list, 5, item) < 0) {
#if LEAKY
        Py_DECREF(item);
#endif
        Py_CLEAR(list);
    }
    return list;
}
