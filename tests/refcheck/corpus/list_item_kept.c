/* Appends what it made in the same line; the list takes a reference of its
   own. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(list_item_kept)

static int
append(PyObject *list, int i)
{
#if LEAKY
    return PyList_Append(list, PyBytes_FromStringAndSize("row column", 3 + i));
#else
    PyObject *item = PyBytes_FromStringAndSize("row column", 3 + i);
    int failed = item == NULL ? -1 : PyList_Append(list, item);
    Py_XDECREF(item);
    return failed;
#endif
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *list = PyList_New(0);
    for (int i = 0; list != NULL && i < 3; i++) {
        if (append(list, i) < 0) {
            Py_CLEAR(list);
        }
    }
    return list;
}
