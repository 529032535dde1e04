/* Never releases a buffer, and with it a reference to the object behind it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(kept_buffer)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *name = PyBytes_FromString("Ada Lovelace");
    if (name == NULL) {
        return NULL;
    }
    Py_buffer view;
    if (PyObject_GetBuffer(name, &view, PyBUF_SIMPLE) < 0) {
        Py_DECREF(name);
        return NULL;
    }
    Py_ssize_t size = view.len;
#if !LEAKY
    PyBuffer_Release(&view);
#endif
    Py_DECREF(name);
    return PyLong_FromSsize_t(size);
}
