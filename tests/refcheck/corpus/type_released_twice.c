/* The dealloc of a type derived from another one releases the type, which the
   base's dealloc does already. */
#include "tests/refcheck/corpus/corpus.h"

static void
base_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static void
derived_dealloc(PyObject *self)
{
#if LEAKY
    PyTypeObject *type = Py_TYPE(self);
    base_dealloc(self);
    Py_DECREF(type);
#else
    base_dealloc(self);
#endif
}

static PyType_Slot base_slots[] = {{Py_tp_dealloc, base_dealloc}, {0, NULL}};
static PyType_Spec base_spec = {
    .name = "corpus.Base",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = base_slots,
};
static PyType_Slot derived_slots[] = {{Py_tp_dealloc, derived_dealloc}, {0, NULL}};
static PyType_Spec derived_spec = {
    .name = "corpus.Derived",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = derived_slots,
};

CORPUS_EXEC(type_released_twice)

static int
exec(PyObject *module)
{
    PyObject *base = PyType_FromSpec(&base_spec);
    PyObject *bases = base == NULL ? NULL : Py_BuildValue("(N)", base);
    PyObject *derived = bases == NULL
        ? NULL : PyType_FromSpecWithBases(&derived_spec, bases);
    Py_XDECREF(bases);
    int failed = derived == NULL
                 || PyObject_SetAttrString(module, "Derived", derived) < 0;
    Py_XDECREF(derived);
    return failed ? -1 : 0;
}
