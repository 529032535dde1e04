/* Reader(data) reads a bytes object piece by piece: read(size) returns the
   next size bytes, fewer at the end. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* The data are exactly bytes, which refer to nothing: no reference cycle can
   go through a Reader, and the garbage collector need not know of it. */
typedef struct {
    PyObject_HEAD
    PyObject *data;
    const char *next, *end;
} Reader;

/* snippet: reader */
static PyObject *
reader_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"data", NULL};
    PyObject *data;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:Reader",
                                     names, &data)) {
        return NULL;
    }
    if (!PyBytes_CheckExact(data)) {
        PyErr_SetString(PyExc_TypeError, "a Reader reads bytes");
        return NULL;
    }
    Reader *self = (Reader *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->data = data;
    self->next = PyBytes_AS_STRING(data);
    self->end = self->next + PyBytes_GET_SIZE(data);
    return (PyObject *)self;
}

static void
reader_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *
reader_read(PyObject *object, PyObject *size_given)
{
    Reader *self = (Reader *)object;
    Py_ssize_t size = PyNumber_AsSsize_t(size_given, PyExc_OverflowError);
    if (size == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (size < 0 || size > self->end - self->next) {
        size = self->end - self->next;
    }
    PyObject *piece = PyBytes_FromStringAndSize(self->next, size);
    if (piece == NULL) {
        return NULL;
    }
    self->next += size;
    return piece;
}
/* end: reader */

static PyMethodDef reader_methods[] = {
    {"read", reader_read, METH_O,
     PyDoc_STR("read(size) -> bytes")},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot reader_slots[] = {
    {Py_tp_doc, (void *)PyDoc_STR("Reader(data)")},
    {Py_tp_new, reader_new},
    {Py_tp_dealloc, reader_dealloc},
    {Py_tp_methods, reader_methods},
    {0, NULL},
};

static PyType_Spec reader_spec = {
    .name = "borrowed_stored.Reader",
    .basicsize = sizeof(Reader),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = reader_slots,
};

static int
add_types(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &reader_spec, NULL);
    if (type == NULL) {
        return -1;
    }
    int failed = PyModule_AddType(module, (PyTypeObject *)type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, add_types},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "borrowed_stored",
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_borrowed_stored(void)
{
    return PyModuleDef_Init(&module);
}
