/* Clean: a type to be derived from in Python, whose instances have a dict and weak
   references then. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    PyObject *value;
} base;

static int
base_init(PyObject *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    PyObject *value = NULL;
    if (!PyArg_ParseTuple(args, "|O", &value)) {
        return -1;
    }
    Py_XINCREF(value);
    Py_XSETREF(((base *)self)->value, value);
    return 0;
}

static int
base_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((base *)self)->value);
    return 0;
}

static int
base_clear(PyObject *self)
{
    Py_CLEAR(((base *)self)->value);
    return 0;
}

static void
base_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)base_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMemberDef base_members[] = {
    {"value", T_OBJECT_EX, offsetof(base, value), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};
static PyType_Slot base_slots[] = {
    {Py_tp_init, base_init},
    {Py_tp_members, base_members},
    {Py_tp_traverse, base_traverse},
    {Py_tp_clear, base_clear},
    {Py_tp_dealloc, base_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Base",
    .basicsize = sizeof(base),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = base_slots,
};

CORPUS_TYPE(bait_subclassed, spec)
