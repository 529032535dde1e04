/* Clean: catches an exception, raises another from it, and lets that out with
   both tracebacks. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_chained_errors)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *result = PyObject_CallObject(argument, NULL);
    if (result != NULL) {
        return result;
    }
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (traceback != NULL) {
        PyException_SetTraceback(value, traceback);
    }
    PyErr_SetString(PyExc_RuntimeError, "the callback failed");
    PyObject *new_type, *new_value, *new_traceback;
    PyErr_Fetch(&new_type, &new_value, &new_traceback);
    PyErr_NormalizeException(&new_type, &new_value, &new_traceback);
    PyException_SetCause(new_value, value);         /* steals it */
    PyErr_Restore(new_type, new_value, new_traceback);
    Py_DECREF(type);
    Py_XDECREF(traceback);
    return NULL;
}
