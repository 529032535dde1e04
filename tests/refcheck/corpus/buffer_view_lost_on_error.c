/* Gives up between getting a buffer and releasing it: who owns the bytearray can
   never resize it again. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(buffer_view_lost_on_error)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_buffer view;
    if (!PyArg_Parse(argument, "y*", &view)) {
        return NULL;
    }
    if (view.len % 8 != 0) {
#if !LEAKY
        PyBuffer_Release(&view);
#endif
        PyErr_SetString(PyExc_ValueError, "eights are needed");
        return NULL;
    }
    Py_ssize_t eights = view.len / 8;
    PyBuffer_Release(&view);
    return PyLong_FromSsize_t(eights);
}
