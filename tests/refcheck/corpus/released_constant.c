/* Releases what only the module's dict holds: its `label`, borrowed from there. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(released_constant)

static PyObject *
run(PyObject *module, PyObject *Py_UNUSED(argument))
{
    PyObject *label = PyDict_GetItemString(PyModule_GetDict(module), "label");
    if (label == NULL) {
        PyErr_SetString(PyExc_AttributeError, "the module has no label");
        return NULL;
    }
    Py_ssize_t size = PyObject_Size(label);
#if LEAKY
    Py_DECREF(label);
#endif
    return size < 0 ? NULL : PyLong_FromSsize_t(size);
}
