/* Loses a reference to an object that it did not make: the module's `label`. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(leaked_constant)

static PyObject *
run(PyObject *module, PyObject *Py_UNUSED(argument))
{
    PyObject *label = PyObject_GetAttrString(module, "label");
    if (label == NULL) {
        return NULL;
    }
    Py_ssize_t size = PyObject_Size(label);
#if !LEAKY
    Py_DECREF(label);
#endif
    return size < 0 ? NULL : PyLong_FromSsize_t(size);
}
