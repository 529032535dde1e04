/* Never frees the copy that the format "es" made of its argument. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(encoded_argument_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    char *text = NULL;
    if (!PyArg_Parse(argument, "es", "latin-1", &text)) {
        return NULL;
    }
    size_t size = strlen(text);
#if !LEAKY
    PyMem_Free(text);
#endif
    return PyLong_FromSize_t(size);
}
