/* Its setter does not release the value before. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    PyObject *label;
} button;

static PyObject *
button_label(PyObject *self, void *Py_UNUSED(closure))
{
    PyObject *label = ((button *)self)->label;
    label = label == NULL ? Py_None : label;
    Py_INCREF(label);
    return label;
}

static int
button_set_label(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    button *b = (button *)self;
    PyObject *label = value == NULL ? NULL : PyObject_Str(value);
    if (label == NULL && value != NULL) {
        return -1;
    }
#if LEAKY
    b->label = label;
#else
    Py_XSETREF(b->label, label);
#endif
    return 0;
}

static void
button_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(((button *)self)->label);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyGetSetDef button_getset[] = {
    {"label", button_label, button_set_label, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static PyType_Slot button_slots[] = {
    {Py_tp_getset, button_getset},
    {Py_tp_dealloc, button_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Button",
    .basicsize = sizeof(button),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = button_slots,
};

CORPUS_TYPE(setter_overwrites, spec)
