/* Clean: gives its references to every call that takes them over. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_steals)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *tuple = PyTuple_New(2), *list = PyList_New(2);
    if (tuple == NULL || list == NULL) {
        Py_XDECREF(tuple);
        Py_XDECREF(list);
        return NULL;
    }
    PyTuple_SET_ITEM(tuple, 0, PyLong_FromLong(70000));
    Py_INCREF(argument);
    PyTuple_SET_ITEM(tuple, 1, argument);
    PyList_SET_ITEM(list, 0, tuple);
    if (PyList_SetItem(list, 1, PyUnicode_FromString("first")) < 0
        || PyList_SetItem(list, 1, PyUnicode_FromString("second")) < 0) {
        Py_DECREF(list);
        return NULL;
    }
    return Py_BuildValue("{s:N, s:N}", "list", list, "text",
                         PyUnicode_FromString("third"));
}
