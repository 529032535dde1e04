/* Walks a dict and calls a function that may empty it, before it is done with the
   borrowed value. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(dict_value_across_a_callback)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *key, *value, *dict = PyDict_New();
    value = PyUnicode_FromFormat("%p", argument);
    Py_ssize_t size = 0, next = 0;
    if (dict == NULL || value == NULL
        || PyDict_SetItemString(dict, "value", value) < 0) {
        Py_XDECREF(value);
        Py_XDECREF(dict);
        return NULL;
    }
    Py_DECREF(value);
    while (PyDict_Next(dict, &next, &key, &value)) {
#if !LEAKY
        Py_INCREF(value);
#endif
        PyObject *ignored = PyObject_CallFunctionObjArgs(argument, dict, NULL);
        Py_XDECREF(ignored);
        size += PyObject_Size(value);
#if !LEAKY
        Py_DECREF(value);
#endif
    }
    Py_DECREF(dict);
    return PyErr_Occurred() ? NULL : PyLong_FromSsize_t(size);
}
