/* Clean: its finalizer brings the object back to life once, into a slot that the
   next one takes over. */
#include "tests/refcheck/corpus/corpus.h"

static PyObject *saved;

static void
phoenix_finalize(PyObject *self)
{
    Py_INCREF(self);
    Py_XSETREF(saved, self);
}

static int
phoenix_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static void
phoenix_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    if (PyObject_CallFinalizerFromDealloc(self) < 0) {
        return;
    }
    PyObject_GC_UnTrack(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot phoenix_slots[] = {
    {Py_tp_finalize, phoenix_finalize},
    {Py_tp_traverse, phoenix_traverse},
    {Py_tp_dealloc, phoenix_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Phoenix",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = phoenix_slots,
};

CORPUS_TYPE(bait_resurrected, spec)
