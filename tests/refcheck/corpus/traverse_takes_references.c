/* Visits a member through a getter that returns a new reference: each run of the
   collector takes one more. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    PyObject *value;
} box;

#if LEAKY
static PyObject *
box_value(box *b)
{
    Py_XINCREF(b->value);
    return b->value;
}
#endif

static int
box_traverse(PyObject *self, visitproc visit, void *arg)
{
    box *b = (box *)self;
    Py_VISIT(Py_TYPE(self));
#if LEAKY
    PyObject *value = box_value(b);
    Py_VISIT(value);
#else
    Py_VISIT(b->value);
#endif
    return 0;
}

static int
box_clear(PyObject *self)
{
    Py_CLEAR(((box *)self)->value);
    return 0;
}

static void
box_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)box_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMemberDef box_members[] = {
    {"value", T_OBJECT_EX, offsetof(box, value), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};
static PyType_Slot box_slots[] = {
    {Py_tp_members, box_members},
    {Py_tp_dealloc, box_dealloc},
    {Py_tp_traverse, box_traverse},
    {Py_tp_clear, box_clear},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Box",
    .basicsize = sizeof(box),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = box_slots,
};

CORPUS_TYPE(traverse_takes_references, spec)
