/* Clean: gets and releases buffers in all the ways there are. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_buffers)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_buffer plain, parsed;
    PyObject *view = PyMemoryView_FromObject(argument);
    if (view == NULL) {
        return NULL;
    }
    if (PyObject_GetBuffer(view, &plain, PyBUF_FULL_RO) < 0) {
        Py_DECREF(view);
        return NULL;
    }
    Py_DECREF(view);            /* the buffer keeps it */
    PyObject *result = NULL;
    if (PyArg_Parse(argument, "y*", &parsed)) {
        result = PyLong_FromSsize_t(plain.len + parsed.len);
        PyBuffer_Release(&parsed);
    }
    PyBuffer_Release(&plain);
    return result;
}
