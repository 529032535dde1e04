/* Passes a new reference on without a name: nobody can release it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(nested_new_reference)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
#if LEAKY
    return PyObject_GetAttrString(PyObject_Type(argument), "__name__");
#else
    PyObject *type = PyObject_Type(argument);
    if (type == NULL) {
        return NULL;
    }
    PyObject *name = PyObject_GetAttrString(type, "__name__");
    Py_DECREF(type);
    return name;
#endif
}
