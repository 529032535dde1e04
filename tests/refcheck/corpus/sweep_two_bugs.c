/* Two error paths, each with a bug of its own. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_two_bugs)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = PyList_New(1);
    if (list == NULL) {
        return NULL;
    }
    PyObject *dict = PyDict_New();
    if (dict == NULL) {
#if !LEAKY
        Py_DECREF(list);
#endif
        return NULL;
    }
    PyObject *text = PyUnicode_FromFormat("%R", argument);
    if (text == NULL) {
        Py_DECREF(list);
#if !LEAKY
        Py_DECREF(dict);
#endif
        return NULL;
    }
    PyList_SET_ITEM(list, 0, text);
    Py_DECREF(dict);
    return list;
}
