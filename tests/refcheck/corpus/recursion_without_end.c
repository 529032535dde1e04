/* Measures how deep lists are nested, and does not expect one that holds itself. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(recursion_without_end)

static int
depth(PyObject *list)
{
    int deepest = 0;
#if !LEAKY
    if (Py_EnterRecursiveCall(" while measuring a list")) {
        return -1;
    }
#endif
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list) && deepest >= 0; i++) {
        PyObject *item = PyList_GET_ITEM(list, i);
        int inner = PyList_Check(item) ? depth(item) : 0;
        deepest = inner < 0 || inner > deepest ? inner : deepest;
    }
#if !LEAKY
    Py_LeaveRecursiveCall();
#endif
    return deepest < 0 ? -1 : deepest + 1;
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    if (!PyList_Check(argument)) {
        PyErr_SetString(PyExc_TypeError, "a list is wanted");
        return NULL;
    }
    int deep = depth(argument);
    return deep < 0 ? NULL : PyLong_FromLong(deep);
}
