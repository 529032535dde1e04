/* Clean: two objects of a type written in C hold each other, and the collector
   sees it. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    PyObject *other;
} pair;

static int
pair_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((pair *)self)->other);
    return 0;
}

static int
pair_clear(PyObject *self)
{
    Py_CLEAR(((pair *)self)->other);
    return 0;
}

static PyObject *
pair_new(PyTypeObject *type, PyObject *Py_UNUSED(args),
         PyObject *Py_UNUSED(kwargs))
{
    pair *one = (pair *)type->tp_alloc(type, 0);
    pair *two = one == NULL ? NULL : (pair *)type->tp_alloc(type, 0);
    if (two == NULL) {
        Py_XDECREF(one);
        return NULL;
    }
    one->other = (PyObject *)two;
    two->other = (PyObject *)one;
    Py_INCREF(one);
    return (PyObject *)one;
}

static void
pair_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)pair_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot pair_slots[] = {
    {Py_tp_new, pair_new},
    {Py_tp_traverse, pair_traverse},
    {Py_tp_clear, pair_clear},
    {Py_tp_dealloc, pair_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Pair",
    .basicsize = sizeof(pair),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = pair_slots,
};

CORPUS_TYPE(bait_c_cycle, spec)
