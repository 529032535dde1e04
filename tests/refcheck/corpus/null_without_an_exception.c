/* Returns NULL and sets no exception, where a text has no such letter. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(null_without_an_exception)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    const char *text = PyBytes_AsString(argument);
    const char *comma = text == NULL ? NULL : strchr(text, ',');
    if (comma == NULL) {
#if !LEAKY
        if (text != NULL) {
            PyErr_SetString(PyExc_ValueError, "no comma");
        }
#endif
        return NULL;
    }
    return PyLong_FromSsize_t(comma - text);
}
