/* Initializes what tp_alloc has initialized: the type gets a second reference
   for the one instance. */
#include "tests/refcheck/corpus/corpus.h"

static PyObject *
point_new(PyTypeObject *type, PyObject *Py_UNUSED(args),
          PyObject *Py_UNUSED(kwargs))
{
    PyObject *self = type->tp_alloc(type, 0);
#if LEAKY
    if (self != NULL) {
        (void)PyObject_Init(self, type);
    }
#endif
    return self;
}

static void
point_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
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

CORPUS_TYPE(type_counted_twice, spec)
