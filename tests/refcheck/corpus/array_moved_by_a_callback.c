/* Keeps a pointer into a bytearray while a callback may make it longer. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(array_moved_by_a_callback)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *array = PyByteArray_FromStringAndSize("header and body", 15);
    if (array == NULL) {
        return NULL;
    }
    char *body = PyByteArray_AS_STRING(array) + 11;
    PyObject *ignored = PyObject_CallFunctionObjArgs(argument, array, NULL);
#if !LEAKY
    body = PyByteArray_AS_STRING(array) + 11;
#endif
    char first = body[0];
    Py_DECREF(array);
    if (ignored == NULL) {
        return NULL;
    }
    Py_DECREF(ignored);
    return PyLong_FromLong(first);
}
