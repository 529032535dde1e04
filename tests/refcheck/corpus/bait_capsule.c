/* Clean: a capsule whose destructor frees the block and the owner that it keeps
   as its context. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_capsule)

static void
destroy(PyObject *capsule)
{
    PyMem_Free(PyCapsule_GetPointer(capsule, "state"));
    Py_XDECREF((PyObject *)PyCapsule_GetContext(capsule));
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    char *state = PyMem_Calloc(1, 80);
    if (state == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *capsule = PyCapsule_New(state, "state", destroy);
    if (capsule == NULL) {
        PyMem_Free(state);
        return NULL;
    }
    Py_INCREF(argument);
    if (PyCapsule_SetContext(capsule, argument) < 0) {
        Py_DECREF(argument);
        Py_CLEAR(capsule);
    }
    return capsule;
}
