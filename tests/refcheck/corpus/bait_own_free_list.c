/* Clean: its type keeps dead instances for later. */
#include "tests/refcheck/corpus/corpus.h"

enum { KEPT = 8 };

static PyObject *kept[KEPT];
static int nkept;

static PyObject *
token_new(PyTypeObject *type, PyObject *Py_UNUSED(args),
          PyObject *Py_UNUSED(kwargs))
{
    if (nkept > 0) {
        return PyObject_Init(kept[--nkept], type);
    }
    return type->tp_alloc(type, 0);
}

static void
token_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    if (nkept < KEPT) {
        kept[nkept++] = self;
    }
    else {
        type->tp_free(self);
    }
    Py_DECREF(type);
}

static PyType_Slot token_slots[] = {
    {Py_tp_new, token_new},
    {Py_tp_dealloc, token_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Token",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = token_slots,
};

CORPUS_TYPE(bait_own_free_list, spec)
