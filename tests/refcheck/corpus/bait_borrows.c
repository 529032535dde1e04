/* Clean: borrows items and never releases them, of objects that it owns. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_borrows)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *dict = Py_BuildValue("{s:[OO]}", "pair", argument, Py_None);
    if (dict == NULL) {
        return NULL;
    }
    PyObject *pair = PyDict_GetItemString(dict, "pair");
    PyObject *first = pair == NULL ? NULL : PyList_GetItem(pair, 0);
    PyObject *path = PySys_GetObject("path");
    PyObject *result = first == NULL || path == NULL
        ? NULL : PyLong_FromSsize_t(PyObject_Size(first) + PyObject_Size(path));
    Py_DECREF(dict);
    return result;
}
