/* Frees an object that the collector knows by PyObject_Free(): the collector's
   head stands before it, and there the block begins. */
#include "tests/refcheck/corpus/corpus.h"

static int
point_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static PyObject *
point_new(PyTypeObject *type, PyObject *Py_UNUSED(args),
          PyObject *Py_UNUSED(kwargs))
{
    return type->tp_alloc(type, 0);
}

static void
point_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
#if LEAKY
    PyObject_Free(self);
#else
    PyObject_GC_Del(self);
#endif
    Py_DECREF(type);
}

static PyType_Slot point_slots[] = {
    {Py_tp_new, point_new},
    {Py_tp_traverse, point_traverse},
    {Py_tp_dealloc, point_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Point",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = point_slots,
};

CORPUS_TYPE(collected_object_freed_plainly, spec)
