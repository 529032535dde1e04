/* Holds any object and is unknown to the collector: a cycle through it stays. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    PyObject *value;
} box;

static int
box_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((box *)self)->value);
    return 0;
}

static int
box_clear(PyObject *self)
{
    Py_CLEAR(((box *)self)->value);
    return 0;
}

static PyObject *
box_new(PyTypeObject *type, PyObject *Py_UNUSED(args),
        PyObject *Py_UNUSED(kwargs))
{
    return type->tp_alloc(type, 0);
}

static void
box_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    if (PyObject_IS_GC(self)) {
        PyObject_GC_UnTrack(self);
    }
    (void)box_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMemberDef box_members[] = {
    {"value", T_OBJECT_EX, offsetof(box, value), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};
static PyType_Slot box_slots[] = {
    {Py_tp_new, box_new},
    {Py_tp_members, box_members},
    {Py_tp_dealloc, box_dealloc},
    {Py_tp_traverse, box_traverse},
    {Py_tp_clear, box_clear},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Box",
    .basicsize = sizeof(box),
    .flags = Py_TPFLAGS_DEFAULT | (LEAKY ? 0 : Py_TPFLAGS_HAVE_GC),
    .slots = box_slots,
};

CORPUS_TYPE(cycles_without_gc, spec)
