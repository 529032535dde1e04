/* Frees the PyMethodDef of a function that may still be called. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(definition_freed_in_use)

static PyObject *
answer(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    return PyLong_FromLong(42);
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyMethodDef *method = PyMem_Calloc(1, sizeof(*method));
    if (method == NULL) {
        return PyErr_NoMemory();
    }
    method->ml_name = "answer";
    method->ml_meth = answer;
    method->ml_flags = METH_NOARGS;
    PyObject *function = PyCFunction_New(method, NULL);
#if LEAKY
    PyMem_Free(method);
#endif
    PyObject *result = function == NULL ? NULL
                                        : PyObject_CallObject(function, NULL);
    Py_XDECREF(function);
#if !LEAKY
    PyMem_Free(method);
#endif
    return result;
}
