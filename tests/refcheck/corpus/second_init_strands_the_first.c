/* Its __init__ may be called again, and then loses what the first call made. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    char *buffer;
} writer;

static int
writer_init(PyObject *self, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    writer *w = (writer *)self;
#if !LEAKY
    PyMem_Free(w->buffer);
#endif
    w->buffer = PyMem_Calloc(1, 100);
    if (w->buffer == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static void
writer_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(((writer *)self)->buffer);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot writer_slots[] = {
    {Py_tp_init, writer_init},
    {Py_tp_dealloc, writer_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Writer",
    .basicsize = sizeof(writer),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = writer_slots,
};

CORPUS_TYPE(second_init_strands_the_first, spec)
