/* Puts a block into a capsule that has no destructor to free it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(capsule_without_destructor)

#if !LEAKY
static void
free_state(PyObject *capsule)
{
    PyMem_Free(PyCapsule_GetPointer(capsule, "state"));
}
#define DESTRUCTOR free_state
#else
#define DESTRUCTOR NULL
#endif

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char *state = PyMem_Calloc(1, 80);
    if (state == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *capsule = PyCapsule_New(state, "state", DESTRUCTOR);
    if (capsule == NULL) {
        PyMem_Free(state);
    }
    return capsule;
}
