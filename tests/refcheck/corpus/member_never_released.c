/* Its dealloc releases one member and forgets the other. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    PyObject *key, *rows;
} table;

static PyObject *
table_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    table *t = (table *)type->tp_alloc(type, 0);
    if (t == NULL) {
        return NULL;
    }
    t->key = PyObject_Repr(args);
    t->rows = PyList_New(0);
    if (t->key == NULL || t->rows == NULL) {
        Py_CLEAR(t);
    }
    return (PyObject *)t;
}

static void
table_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    table *t = (table *)self;
    Py_XDECREF(t->key);
#if !LEAKY
    Py_XDECREF(t->rows);
#endif
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot table_slots[] = {
    {Py_tp_new, table_new},
    {Py_tp_dealloc, table_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Table",
    .basicsize = sizeof(table),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = table_slots,
};

CORPUS_TYPE(member_never_released, spec)
