/* Gives up by Py_FatalError() where an exception would do. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(fatal_error)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_ssize_t size = PyObject_Size(argument);
    if (size > 20) {
#if LEAKY
        Py_FatalError("table is full");
#else
        PyErr_SetString(PyExc_ValueError, "table is full");
        return NULL;
#endif
    }
    return size < 0 ? NULL : PyLong_FromSsize_t(size);
}
