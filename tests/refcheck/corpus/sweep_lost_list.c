/* Loses a list, but only when a later allocation fails. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_lost_list)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    PyObject *text = PyUnicode_FromFormat("%R", argument);
    if (text == NULL) {
#if !LEAKY
        Py_DECREF(list);
#endif
        return NULL;
    }
    int failed = PyList_Append(list, text);
    Py_DECREF(text);
    if (failed) {
        Py_DECREF(list);
        return NULL;
    }
    return list;
}
