/* Writes to memory that it has freed. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(write_after_free)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    /* volatile: the compiler may neither drop nor move the write */
    volatile char *text = PyMem_Malloc(64);
    if (text == NULL) {
        return PyErr_NoMemory();
    }
#if LEAKY
    PyMem_Free((void *)text);
    text[40] = 'x';
#else
    text[40] = 'x';
    PyMem_Free((void *)text);
#endif
    Py_RETURN_NONE;
}
