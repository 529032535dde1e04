/* Its dealloc forgets that each instance of a heap type owns a reference to the
   type, since 3.8. */
#include "tests/refcheck/corpus/corpus.h"

static PyObject *
point_new(PyTypeObject *type, PyObject *Py_UNUSED(args),
          PyObject *Py_UNUSED(kwargs))
{
    return type->tp_alloc(type, 0);
}

static void
point_dealloc(PyObject *self)
{
#if LEAKY
    Py_TYPE(self)->tp_free(self);
#else
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
#endif
}

static PyType_Slot point_slots[] = {
    {Py_tp_new, point_new},
    {Py_tp_dealloc, point_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Point",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = point_slots,
};

CORPUS_TYPE(heap_type_never_released, spec)
