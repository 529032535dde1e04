/* Passes a number where the format asks for text. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(number_for_a_text)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_ssize_t line = PyObject_Size(argument);
    if (line < 0) {
        return NULL;
    }
#if LEAKY
    PyErr_Format(PyExc_ValueError, "%s in line %s", "no key", line);
#else
    PyErr_Format(PyExc_ValueError, "%s in line %zd", "no key", line);
#endif
    return NULL;
}
