/* Ignores what a method returned. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(result_discarded)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
#if LEAKY
    PyObject_CallMethod(argument, "pop", "s", "rows");
#else
    PyObject *rows = PyObject_CallMethod(argument, "pop", "s", "rows");
    Py_XDECREF(rows);
#endif
    if (PyErr_Occurred()) {
        return NULL;
    }
    return PyLong_FromSsize_t(PyObject_Size(argument));
}
