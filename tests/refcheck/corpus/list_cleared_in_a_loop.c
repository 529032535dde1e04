/* Walks a list by the size it had at the start, while a comparison may run code
   that clears it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(list_cleared_in_a_loop)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    if (!PyList_Check(argument)) {
        PyErr_SetString(PyExc_TypeError, "a list is needed");
        return NULL;
    }
    Py_ssize_t found = 0, size = PyList_GET_SIZE(argument);
    for (Py_ssize_t i = 0; i < size; i++) {
#if !LEAKY
        if (i >= PyList_GET_SIZE(argument)) {
            break;
        }
#endif
        PyObject *item = PyList_GET_ITEM(argument, i);
        Py_INCREF(item);
        int equal = PyObject_RichCompareBool(item, Py_None, Py_EQ);
        Py_DECREF(item);
        if (equal < 0) {
            return NULL;
        }
        found += equal;
    }
    return PyLong_FromSsize_t(found);
}
