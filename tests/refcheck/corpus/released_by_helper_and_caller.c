/* Releases an object after a helper that failed: the helper has done so. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(released_by_helper_and_caller)

/* Takes over `row`, also when it fails. */
static PyObject *
finish(PyObject *row, PyObject *key)
{
    PyObject *dict = PyDict_New();
    if (dict != NULL && PyDict_SetItem(dict, key, row) < 0) {
        Py_CLEAR(dict);
    }
    Py_DECREF(row);
    return dict;
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *row = PyList_New(1);
    if (row == NULL) {
        return NULL;
    }
    PyObject *dict = finish(row, argument);
#if LEAKY
    if (dict == NULL) {
        Py_DECREF(row);
    }
#endif
    return dict;
}
