/* Borrows an item, then asks another object for its number: __index__ is Python
   code and may drop the item's last owner. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(item_across_an_index)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *index = PyTuple_GetItem(argument, 0);
    PyObject *list = PyTuple_GetItem(argument, 1);
    PyObject *item = list == NULL ? NULL : PyList_GetItem(list, 0);
    if (index == NULL || item == NULL) {
        return NULL;
    }
#if !LEAKY
    Py_INCREF(item);
#endif
    Py_ssize_t n = PyNumber_AsSsize_t(index, PyExc_IndexError);
    PyObject *result = n == -1 && PyErr_Occurred()
        ? NULL : PySequence_Repeat(item, n);
#if !LEAKY
    Py_DECREF(item);
#endif
    return result;
}
