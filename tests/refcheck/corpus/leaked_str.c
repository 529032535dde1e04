/* Loses a str: an object that the garbage collector does not know. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(leaked_str)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *text = PyUnicode_FromFormat("an object at %p", argument);
    if (text == NULL) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GetLength(text);
#if !LEAKY
    Py_DECREF(text);
#endif
    return PyLong_FromSsize_t(length);
}
