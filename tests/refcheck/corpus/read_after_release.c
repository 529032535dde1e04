/* Reads the bytes of an object whose last reference is gone: no function of
   CPython is called, the module itself reads the memory. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(read_after_release)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *name = PyBytes_FromString("Ada Lovelace");
    if (name == NULL) {
        return NULL;
    }
    /* volatile: the compiler may not read earlier than we say */
    volatile const char *text = PyBytes_AS_STRING(name);
#if LEAKY
    Py_DECREF(name);
    long letter = text[7];
#else
    long letter = text[7];
    Py_DECREF(name);
#endif
    return PyLong_FromLong(letter);
}
