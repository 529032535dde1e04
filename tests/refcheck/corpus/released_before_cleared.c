/* Releases a member before it clears it: what the member's destructor calls finds
   it there, and releases it again. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    PyObject *value;
} box;

static PyObject *
box_reset(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    box *b = (box *)self;
#if LEAKY
    Py_XDECREF(b->value);
    b->value = NULL;
#else
    Py_CLEAR(b->value);
#endif
    Py_RETURN_NONE;
}

static void
box_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(((box *)self)->value);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMemberDef box_members[] = {
    {"value", T_OBJECT_EX, offsetof(box, value), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};
static PyMethodDef box_methods[] = {
    {"reset", box_reset, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot box_slots[] = {
    {Py_tp_members, box_members},
    {Py_tp_methods, box_methods},
    {Py_tp_dealloc, box_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Box",
    .basicsize = sizeof(box),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = box_slots,
};

CORPUS_TYPE(released_before_cleared, spec)
