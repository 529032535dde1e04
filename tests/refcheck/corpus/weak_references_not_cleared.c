/* Dies without telling its weak references, which then lead to freed memory. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    PyObject *weak;
} node;

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
#if !LEAKY
    if (((node *)self)->weak != NULL) {
        PyObject_ClearWeakRefs(self);
    }
#endif
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMemberDef node_members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(node, weak), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};
static PyType_Slot node_slots[] = {
    {Py_tp_new, node_new},
    {Py_tp_members, node_members},
    {Py_tp_dealloc, node_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Node",
    .basicsize = sizeof(node),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = node_slots,
};

CORPUS_TYPE(weak_references_not_cleared, spec)
