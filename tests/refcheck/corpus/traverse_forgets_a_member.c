/* Does not show the collector one of its members: a cycle through it is never
   collected. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    PyObject *next, *data;
} node;

static int
node_traverse(PyObject *self, visitproc visit, void *arg)
{
    node *n = (node *)self;
#if PY_VERSION_HEX >= 0x03090000
    Py_VISIT(Py_TYPE(self));
#endif
#if !LEAKY
    Py_VISIT(n->next);
#endif
    Py_VISIT(n->data);
    return 0;
}

static int
node_clear(PyObject *self)
{
    Py_CLEAR(((node *)self)->next);
    Py_CLEAR(((node *)self)->data);
    return 0;
}

static PyObject *
node_new(PyTypeObject *type, PyObject *Py_UNUSED(args),
         PyObject *Py_UNUSED(kwargs))
{
    return type->tp_alloc(type, 0);
}

static void
node_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)node_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMemberDef node_members[] = {
    {"next", T_OBJECT_EX, offsetof(node, next), 0, NULL},
    {"data", T_OBJECT_EX, offsetof(node, data), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};
static PyType_Slot node_slots[] = {
    {Py_tp_new, node_new},
    {Py_tp_members, node_members},
    {Py_tp_traverse, node_traverse},
    {Py_tp_clear, node_clear},
    {Py_tp_dealloc, node_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Node",
    .basicsize = sizeof(node),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = node_slots,
};

CORPUS_TYPE(traverse_forgets_a_member, spec)
