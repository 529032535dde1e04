/* content_length(chunks) returns how many bytes the chunks of a message have
   together. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: content_length */
static PyObject *
content_length(PyObject *Py_UNUSED(module), PyObject *chunks)
{
    PyObject *fast = PySequence_Fast(chunks, "chunks must be iterable");
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t length = 0;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
        PyObject *chunk = PySequence_Fast_GET_ITEM(fast, i);
        if (!PyBytes_Check(chunk)) {
            PyErr_Format(PyExc_TypeError, "a chunk must be bytes, not %.200s",
                         Py_TYPE(chunk)->tp_name);
            return NULL;
        }
        length += PyBytes_GET_SIZE(chunk);
    }
    return PyLong_FromSsize_t(length);
}
/* end: content_length */

static PyMethodDef methods[] = {
    {"content_length", content_length, METH_O,
     PyDoc_STR("content_length(chunks) -> int")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "fast_sequence_lost",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_fast_sequence_lost(void)
{
    return PyModuleDef_Init(&module);
}
