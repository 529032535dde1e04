/* Releases the argument on the way to the error label, and again behind it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_released_twice)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = NULL, *text = PyUnicode_FromFormat("%R", argument);
    if (text == NULL) {
        return NULL;
    }
    list = PyList_New(0);
    if (list == NULL) {
#if LEAKY
        Py_DECREF(text);
#endif
        goto error;
    }
    if (PyList_Append(list, text) < 0) {
        goto error;
    }
    Py_DECREF(text);
    return list;

error:
    Py_XDECREF(list);
    Py_DECREF(text);
    return NULL;
}
