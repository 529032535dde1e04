/* Releases every slot of an array of which it has set the first one only. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(slot_never_set)

enum { SLOTS = 4 };

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject **slots = LEAKY ? PyMem_Malloc(SLOTS * sizeof(PyObject *))
                             : PyMem_Calloc(SLOTS, sizeof(PyObject *));
    if (slots == NULL) {
        return PyErr_NoMemory();
    }
    slots[0] = PyBytes_FromString("the first of them");
    for (int i = 0; i < SLOTS; i++) {
        Py_XDECREF(slots[i]);
    }
    PyMem_Free(slots);
    Py_RETURN_NONE;
}
