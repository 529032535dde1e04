/* Shows itself to the collector before its members are set: they hold what was in
   memory. */
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

static PyObject *
box_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    PyObject *make;
    if (!PyArg_ParseTuple(args, "O", &make)) {
        return NULL;
    }
    box *b = PyObject_GC_New(box, type);
    if (b == NULL) {
        return NULL;
    }
#if LEAKY
    PyObject_GC_Track(b);
    b->value = PyObject_CallObject(make, NULL);
#else
    b->value = PyObject_CallObject(make, NULL);
    PyObject_GC_Track(b);
#endif
    if (b->value == NULL) {
        Py_CLEAR(b);
    }
    return (PyObject *)b;
}

static void
box_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((box *)self)->value);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyType_Slot box_slots[] = {
    {Py_tp_new, box_new},
    {Py_tp_traverse, box_traverse},
    {Py_tp_dealloc, box_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Box",
    .basicsize = sizeof(box),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = box_slots,
};

CORPUS_TYPE(tracked_before_filled, spec)
