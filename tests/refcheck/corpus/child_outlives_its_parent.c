/* Points into an object that it does not keep. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    PyObject *owner;
    const char *text;
} view;

static PyObject *
view_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    PyObject *owner;
    if (!PyArg_ParseTuple(args, "S", &owner)) {
        return NULL;
    }
    view *v = (view *)type->tp_alloc(type, 0);
    if (v != NULL) {
        v->text = PyBytes_AS_STRING(owner);
#if !LEAKY
        Py_INCREF(owner);
        v->owner = owner;
#endif
    }
    return (PyObject *)v;
}

static PyObject *
view_first(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return PyLong_FromLong(((view *)self)->text[0]);
}

static void
view_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(((view *)self)->owner);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef view_methods[] = {
    {"first", view_first, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot view_slots[] = {
    {Py_tp_new, view_new},
    {Py_tp_methods, view_methods},
    {Py_tp_dealloc, view_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.View",
    .basicsize = sizeof(view),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = view_slots,
};

CORPUS_TYPE(child_outlives_its_parent, spec)
