/* Releases its argument in place of its own object, a slip of the pen: one leaks
   and the other is released too often. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(other_object_released)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *arguments = PyList_New(0);
    if (arguments == NULL) {
        return NULL;
    }
    if (PyList_Append(arguments, Py_True) < 0) {
        Py_DECREF(arguments);
        return NULL;
    }
    Py_ssize_t size = PyList_GET_SIZE(arguments);
#if LEAKY
    Py_DECREF(argument);
#else
    (void)argument;
    Py_DECREF(arguments);
#endif
    return PyLong_FromSsize_t(size);
}
