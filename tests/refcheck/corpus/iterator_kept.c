/* Leaves a loop early and forgets the iterator. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(iterator_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *item, *iterator = PyObject_GetIter(argument);
    if (iterator == NULL) {
        return NULL;
    }
    while ((item = PyIter_Next(iterator)) != NULL) {
        if (PyBytes_Check(item)) {
#if !LEAKY
            Py_DECREF(iterator);
#endif
            return item;
        }
        Py_DECREF(item);
    }
    Py_DECREF(iterator);
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_LookupError, "no bytes");
    }
    return NULL;
}
