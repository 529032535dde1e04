/* Frees a buffer at each close() and never forgets the pointer. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    char *buffer;
} stream;

static PyObject *
stream_new(PyTypeObject *type, PyObject *Py_UNUSED(args),
           PyObject *Py_UNUSED(kwargs))
{
    stream *s = (stream *)type->tp_alloc(type, 0);
    if (s != NULL && (s->buffer = PyMem_Malloc(60)) == NULL) {
        PyErr_NoMemory();
        Py_CLEAR(s);
    }
    return (PyObject *)s;
}

static PyObject *
stream_close(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    PyMem_Free(((stream *)self)->buffer);
#if !LEAKY
    ((stream *)self)->buffer = NULL;
#endif
    Py_RETURN_NONE;
}

static void
stream_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
#if !LEAKY
    PyMem_Free(((stream *)self)->buffer);
#endif
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef stream_methods[] = {
    {"close", stream_close, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot stream_slots[] = {
    {Py_tp_new, stream_new},
    {Py_tp_methods, stream_methods},
    {Py_tp_dealloc, stream_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Stream",
    .basicsize = sizeof(stream),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = stream_slots,
};

CORPUS_TYPE(closed_twice, spec)
