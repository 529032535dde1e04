/* Releases None, which it was only lent. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(none_released)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *found = PyDict_GetItemString(argument, "missing");
    if (found == NULL) {
        found = Py_None;
    }
    int none = found == Py_None;
#if LEAKY
    Py_DECREF(found);
#endif
    return PyBool_FromLong(none);
}
