/* Loses a dict on the failing path only: an argument that is no int. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(leaked_on_error)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *dict = PyDict_New();
    if (dict == NULL) {
        return NULL;
    }
    if (!PyLong_Check(argument)) {
#if !LEAKY
        Py_DECREF(dict);
#endif
        PyErr_SetString(PyExc_TypeError, "an int is needed");
        return NULL;
    }
    if (PyDict_SetItemString(dict, "value", argument) < 0) {
        Py_DECREF(dict);
        return NULL;
    }
    return dict;
}
