/* Releases an item after its list has taken it over. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(released_after_a_steal)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = PyList_New(1);
    PyObject *item = list == NULL ? NULL : PyObject_Repr(argument);
    if (item == NULL) {
        Py_XDECREF(list);
        return NULL;
    }
    PyList_SET_ITEM(list, 0, item);
#if LEAKY
    Py_DECREF(item);
#endif
    Py_ssize_t size = PyList_GET_SIZE(list);
    Py_DECREF(list);
    return PyLong_FromSsize_t(size);
}
