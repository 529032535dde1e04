/* Makes as many objects as it is told, and keeps its books. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_bait_many)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_ssize_t n = PyNumber_AsSsize_t(argument, NULL);
    PyObject *list = PyList_New(n);
    for (Py_ssize_t i = 0; list != NULL && i < n; i++) {
        PyObject *item = PyFloat_FromDouble((double)i);
        if (item == NULL) {
            Py_CLEAR(list);
            break;
        }
        PyList_SET_ITEM(list, i, item);
    }
    return list;
}
