/* Goes on without what could not be made, and leaves the exception set. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_exception_left)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *text = PyUnicode_FromFormat("%R", argument);
#if !LEAKY
    if (text == NULL) {
        PyErr_Clear();
    }
#endif
    Py_XDECREF(text);
    Py_RETURN_NONE;
}
