/* Clean: instances of a static type own no reference to it. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject_HEAD
    double x, y;
} point;

static void
point_dealloc(PyObject *self)
{
    PyObject_Free(self);
}

static PyObject *
point_add(PyObject *a, PyObject *b)
{
    if (Py_TYPE(a) != Py_TYPE(b)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    point *sum = PyObject_New(point, Py_TYPE(a));
    if (sum != NULL) {
        sum->x = ((point *)a)->x + ((point *)b)->x;
        sum->y = ((point *)a)->y + ((point *)b)->y;
    }
    return (PyObject *)sum;
}

static PyNumberMethods point_number = {.nb_add = point_add};
static PyTypeObject point_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "corpus.Point",
    .tp_basicsize = sizeof(point),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = point_dealloc,
    .tp_new = PyType_GenericNew,
    .tp_as_number = &point_number,
};

CORPUS_EXEC(bait_static_type)

static int
exec(PyObject *module)
{
    if (PyType_Ready(&point_type) < 0) {
        return -1;
    }
    return PyObject_SetAttrString(module, "Point", (PyObject *)&point_type);
}
