/* Appends what it made in the same line; the list takes a reference of its
   own. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(list_item_kept)

/* The compiler is to make three copies of the line below. */
static inline __attribute__((always_inline)) int
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
    if (list != NULL && (append(list, 0) < 0 || append(list, 1) < 0
                         || append(list, 2) < 0)) {
        Py_CLEAR(list);
    }
    return list;
}
