/* Takes a reference to the argument and never gives it back. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(leaked_argument)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_INCREF(argument);
    Py_ssize_t size = PyObject_Size(argument);
#if !LEAKY
    Py_DECREF(argument);
#endif
    return size < 0 ? NULL : PyLong_FromSsize_t(size);
}
