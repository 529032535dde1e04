/* Fetches an exception to go on without it, and drops the value. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(fetched_exception_dropped)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    long number = PyLong_AsLong(argument);
    if (number == -1 && PyErr_Occurred()) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        PyErr_NormalizeException(&type, &value, &traceback);
        number = PyObject_IsTrue(argument);
#if !LEAKY
        Py_XDECREF(value);
#endif
        Py_XDECREF(traceback);
        Py_DECREF(type);
    }
    return PyLong_FromLong(number);
}
