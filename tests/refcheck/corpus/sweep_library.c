/* No module under test, but a library that one calls: it loses a list when the
   callback fails. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_library)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *callback)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    PyObject *item = PyObject_CallFunction(callback, "O", Py_None);
    if (item == NULL || PyList_Append(list, item) < 0) {
        Py_XDECREF(item);
#if !LEAKY
        Py_DECREF(list);
#endif
        return NULL;
    }
    Py_DECREF(item);
    return list;
}
