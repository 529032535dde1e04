/* Reads a float that was freed, but whose memory a free list may still hold. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(freed_float_read)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *number = PyFloat_FromDouble(1.5);
    if (number == NULL) {
        return NULL;
    }
    /* volatile: the compiler may not read earlier than we say */
    volatile const double *value = &((PyFloatObject *)number)->ob_fval;
#if LEAKY
    Py_DECREF(number);
    double copy = *value;
#else
    double copy = *value;
    Py_DECREF(number);
#endif
    return PyLong_FromDouble(copy);
}
