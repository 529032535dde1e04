/* Firewall() has one attribute, rules: a list, which can be read and be
   replaced by another list. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* There is no tp_clear: every reference cycle through a Firewall goes through
   its list, and that one breaks it. So rules is never NULL. */
typedef struct {
    PyObject_HEAD
    PyObject *rules;
} Firewall;

/* snippet: rules */
static PyObject *
firewall_get_rules(PyObject *object, void *Py_UNUSED(closure))
{
    PyObject *rules = ((Firewall *)object)->rules;
    Py_INCREF(rules);
    return rules;
}

static int
firewall_set_rules(PyObject *object, PyObject *rules, void *Py_UNUSED(closure))
{
    Firewall *self = (Firewall *)object;
    if (rules == NULL || !PyList_Check(rules)) {
        PyErr_SetString(PyExc_TypeError, "the rules are a list");
        return -1;
    }
    Py_INCREF(rules);
    Py_SETREF(self->rules, rules);    /* releases the old list last */
    return 0;
}
/* end: rules */

static PyObject *
firewall_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, ":Firewall", names)) {
        return NULL;
    }
    PyObject *rules = PyList_New(0);
    if (rules == NULL) {
        return NULL;
    }
    Firewall *self = (Firewall *)type->tp_alloc(type, 0);
    if (self == NULL) {
        Py_DECREF(rules);
        return NULL;
    }
    self->rules = rules;
    return (PyObject *)self;
}

static int
firewall_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Firewall *)self)->rules);
    return 0;
}

static void
firewall_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_DECREF(((Firewall *)self)->rules);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyGetSetDef firewall_attributes[] = {
    {"rules", firewall_get_rules, firewall_set_rules,
     PyDoc_STR("a list"), NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot firewall_slots[] = {
    {Py_tp_doc, (void *)PyDoc_STR("Firewall()")},
    {Py_tp_new, firewall_new},
    {Py_tp_traverse, firewall_traverse},
    {Py_tp_dealloc, firewall_dealloc},
    {Py_tp_getset, firewall_attributes},
    {0, NULL},
};

static PyType_Spec firewall_spec = {
    .name = "replaced_field.Firewall",
    .basicsize = sizeof(Firewall),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = firewall_slots,
};

static int
add_types(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &firewall_spec, NULL);
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
    .m_name = "replaced_field",
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_replaced_field(void)
{
    return PyModuleDef_Init(&module);
}
