/* Writes by a pointer into a block that was moved meanwhile. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(stale_pointer_after_realloc)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char *line = PyMem_Calloc(1, 64);
    if (line == NULL) {
        return PyErr_NoMemory();
    }
    char *end = line + 40;
    char *longer = PyMem_Realloc(line, 4000);
    if (longer == NULL) {
        PyMem_Free(line);
        return PyErr_NoMemory();
    }
#if !LEAKY
    end = longer + 40;
#endif
    *end = '\n';
    PyObject *result = PyBytes_FromString(longer);
    PyMem_Free(longer);
    return result;
}
