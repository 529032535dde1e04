/* Its method trusts that __init__ was called. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    PyObject *rows;
} table;

static PyObject *
table_new(PyTypeObject *type, PyObject *Py_UNUSED(args),
          PyObject *Py_UNUSED(kwargs))
{
    return type->tp_alloc(type, 0);
}

static int
table_init(PyObject *self, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    PyObject *rows = PyList_New(0);
    Py_XSETREF(((table *)self)->rows, rows);
    return rows == NULL ? -1 : 0;
}

static PyObject *
table_size(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    PyObject *rows = ((table *)self)->rows;
#if !LEAKY
    if (rows == NULL) {
        return PyLong_FromLong(0);
    }
#endif
    return PyLong_FromSsize_t(PyList_GET_SIZE(rows));
}

static void
table_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(((table *)self)->rows);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef table_methods[] = {
    {"size", table_size, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot table_slots[] = {
    {Py_tp_new, table_new},
    {Py_tp_init, table_init},
    {Py_tp_methods, table_methods},
    {Py_tp_dealloc, table_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Table",
    .basicsize = sizeof(table),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = table_slots,
};

CORPUS_TYPE(used_without_init, spec)
