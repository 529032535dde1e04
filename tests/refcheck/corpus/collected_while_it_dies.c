/* Does not take itself off the collector's list before it releases its members:
   the collector meets it half destroyed. */
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

static void
box_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
#if !LEAKY
    PyObject_GC_UnTrack(self);
#endif
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
    {Py_tp_traverse, box_traverse},
    {Py_tp_clear, box_clear},
    {Py_tp_dealloc, box_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Box",
    .basicsize = sizeof(box),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = box_slots,
};

CORPUS_TYPE(collected_while_it_dies, spec)
