/* Cell() is a cell of a spreadsheet, with one attribute: its value, which can
   be any object and can be deleted. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *value;        /* or NULL: the cell is empty */
} Cell;

/* snippet: value */
static PyObject *
cell_get_value(PyObject *object, void *Py_UNUSED(closure))
{
    PyObject *value = ((Cell *)object)->value;
    if (value == NULL) {
        PyErr_SetString(PyExc_AttributeError, "the cell is empty");
        return NULL;
    }
    Py_INCREF(value);
    return value;
}

/* value is NULL for `del cell.value`. */
static int
cell_set_value(PyObject *object, PyObject *value, void *Py_UNUSED(closure))
{
    Cell *self = (Cell *)object;
    Py_XINCREF(value);
    self->value = value;
    return 0;
}
/* end: value */

static int
cell_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Cell *)self)->value);
    return 0;
}

static int
cell_clear(PyObject *self)
{
    Py_CLEAR(((Cell *)self)->value);
    return 0;
}

static void
cell_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)cell_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyGetSetDef cell_attributes[] = {
    {"value", cell_get_value, cell_set_value,
     PyDoc_STR("any object"), NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot cell_slots[] = {
    {Py_tp_doc, (void *)PyDoc_STR("Cell()")},
    {Py_tp_traverse, cell_traverse},
    {Py_tp_clear, cell_clear},
    {Py_tp_dealloc, cell_dealloc},
    {Py_tp_getset, cell_attributes},
    {0, NULL},
};

static PyType_Spec cell_spec = {
    .name = "field_overwritten.Cell",
    .basicsize = sizeof(Cell),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = cell_slots,
};

static int
add_types(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &cell_spec, NULL);
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
    .m_name = "field_overwritten",
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_field_overwritten(void)
{
    return PyModuleDef_Init(&module);
}
