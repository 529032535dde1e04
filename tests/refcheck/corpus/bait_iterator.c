/* Clean: an iterator that is left alone in the middle, and one that runs out. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_iterator)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *item, *left = PyObject_GetIter(argument);
    PyObject *full = left == NULL ? NULL : PyObject_GetIter(argument);
    Py_ssize_t n = 0;
    if (full == NULL) {
        Py_XDECREF(left);
        return NULL;
    }
    Py_XDECREF(PyIter_Next(left));
    while ((item = PyIter_Next(full)) != NULL) {
        n++;
        Py_DECREF(item);
    }
    Py_DECREF(full);
    Py_DECREF(left);
    return PyErr_Occurred() ? NULL : PyLong_FromSsize_t(n);
}
