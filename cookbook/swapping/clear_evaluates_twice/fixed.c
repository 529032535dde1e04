/* Path(b"usr/lib/python3") is a path of at most eight parts, taken apart;
   path.parts() returns them as a tuple, path.forget() drops them. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

/* snippet: before_3_10 */
#if PY_VERSION_HEX < 0x030A0000
/* Py_NewRef() is new in CPython 3.10. */
static inline PyObject *
Py_NewRef(PyObject *object)
{
    Py_INCREF(object);
    return object;
}
#endif
/* end: before_3_10 */

/* snippet: path */
#define MOST_PARTS 8

typedef struct {
    PyObject_HEAD
    PyObject *parts[MOST_PARTS];    /* NULL: no more parts */
} Path;

static void
drop_parts(Path *self)
{
    PyObject **part = self->parts;
    while (part < self->parts + MOST_PARTS) {
        Py_CLEAR(*part);
        part++;    /* the macro may look at its argument twice */
    }
}

static void
path_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    drop_parts((Path *)self);
    type->tp_free(self);
    Py_DECREF(type);
}

static int
take_apart(Path *self, const char *path)
{
    for (int i = 0; i < MOST_PARTS; i++) {
        size_t size = strcspn(path, "/");
        self->parts[i] = PyBytes_FromStringAndSize(path, (Py_ssize_t)size);
        if (self->parts[i] == NULL) {
            return -1;
        }
        if (path[size] == '\0') {
            return 0;
        }
        path += size + 1;
    }
    PyErr_Format(PyExc_ValueError, "more than %d parts", MOST_PARTS);
    return -1;
}
/* end: path */

static PyObject *
path_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = {"path", NULL};
    const char *path;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "y", keywords, &path)) {
        return NULL;
    }
    PyObject *self = type->tp_alloc(type, 0);
    if (self != NULL && take_apart((Path *)self, path) < 0) {
        Py_CLEAR(self);
    }
    return self;
}

static PyObject *
path_forget(PyObject *self, PyObject *Py_UNUSED(args))
{
    drop_parts((Path *)self);
    Py_RETURN_NONE;
}

static PyObject *
path_parts(PyObject *self, PyObject *Py_UNUSED(args))
{
    PyObject **parts = ((Path *)self)->parts;
    Py_ssize_t n = 0;
    while (n < MOST_PARTS && parts[n] != NULL) {
        n++;
    }
    PyObject *tuple = PyTuple_New(n);
    if (tuple == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(parts[i]));
    }
    return tuple;
}

static PyMethodDef path_methods[] = {
    {"parts", path_parts, METH_NOARGS,
     PyDoc_STR("parts() -> tuple of bytes")},
    {"forget", path_forget, METH_NOARGS,
     PyDoc_STR("forget() -> None")},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot path_slots[] = {
    {Py_tp_doc, "Path(path): a path, taken apart"},
    {Py_tp_new, path_new},
    {Py_tp_dealloc, path_dealloc},
    {Py_tp_methods, path_methods},
    {0, NULL},
};

static PyType_Spec path_spec = {
    .name = "clear_evaluates_twice.Path",
    .basicsize = sizeof(Path),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = path_slots,
};

static int
exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &path_spec, NULL);
    if (type == NULL) {
        return -1;
    }
    int failed = PyModule_AddType(module, (PyTypeObject *)type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, exec},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "clear_evaluates_twice",
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_clear_evaluates_twice(void)
{
    return PyModuleDef_Init(&module);
}
