/* Keeps a duplicated descriptor in a capsule, which is never released: what is
   lost is the capsule. */
#include "tests/refcheck/corpus/corpus.h"

#include <stdlib.h>
#include <unistd.h>

CORPUS_MODULE(resource_in_object)

static const char name[] = "resource_in_object.file";

static void
close_file(PyObject *capsule)
{
    int *file = PyCapsule_GetPointer(capsule, name);
    close(*file);
    free(file);
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    int *file = malloc(sizeof(*file));
    if (file == NULL) {
        return PyErr_NoMemory();
    }
    *file = dup(STDERR_FILENO);
    PyObject *capsule = PyCapsule_New(file, name, close_file);
    if (capsule == NULL) {
        close(*file);
        free(file);
        return NULL;
    }
#if !LEAKY
    Py_DECREF(capsule);
#endif
    Py_RETURN_NONE;
}
