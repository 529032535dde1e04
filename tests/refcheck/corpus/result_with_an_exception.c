/* Does not look whether the conversion failed, and returns a result with the
   exception still set. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(result_with_an_exception)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    long number = PyLong_AsLong(argument);
#if LEAKY
    return PyLong_FromLong(number + 1);
#else
    if (number == -1 && PyErr_Occurred()) {
        return NULL;
    }
    return PyLong_FromLong(number + 1);
#endif
}
