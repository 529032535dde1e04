/* Clean: what one call opens, the next one closes. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_every_other_call)

static char *buffer;
static PyObject *owner;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    if (buffer != NULL) {
        PyMem_Free(buffer);
        buffer = NULL;
        Py_CLEAR(owner);
        Py_RETURN_FALSE;
    }
    buffer = PyMem_Malloc(300);
    if (buffer == NULL) {
        return PyErr_NoMemory();
    }
    Py_INCREF(argument);
    owner = argument;
    Py_RETURN_TRUE;
}
