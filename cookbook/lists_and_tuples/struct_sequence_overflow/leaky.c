/* person(line) splits a line "name, born, city" of an address book into a
   record, a struct sequence with these fields. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyStructSequence_Field fields[] = {
    {"name", "the full name"},
    {"born", "the year of birth"},
    {"city", "where the person lives"},
    {NULL, NULL},
};

static PyStructSequence_Desc description = {
    .name = "struct_sequence_overflow.Person",
    .fields = fields,
    .n_in_sequence = 3,
};

typedef struct {
    PyTypeObject *person_type;
} module_state;

/* snippet: person */
static PyObject *
person(PyObject *module, PyObject *args)
{
    PyObject *line;
    if (!PyArg_ParseTuple(args, "U", &line)) {
        return NULL;
    }
    PyObject *comma = PyUnicode_FromString(", ");
    if (comma == NULL) {
        return NULL;
    }
    PyObject *columns = PyUnicode_Split(line, comma, -1);
    Py_DECREF(comma);
    if (columns == NULL) {
        return NULL;
    }
    if (PyList_GET_SIZE(columns) < description.n_in_sequence) {
        PyErr_SetString(PyExc_ValueError, "a person has three columns");
        Py_DECREF(columns);
        return NULL;
    }
    module_state *state = PyModule_GetState(module);
    PyObject *record = PyStructSequence_New(state->person_type);
    if (record == NULL) {
        Py_DECREF(columns);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(columns); i++) {
        PyObject *column = PyList_GET_ITEM(columns, i);
        Py_INCREF(column);
        PyStructSequence_SetItem(record, i, column);
    }
    Py_DECREF(columns);
    return record;
}
/* end: person */

static int
module_exec(PyObject *module)
{
    module_state *state = PyModule_GetState(module);
    state->person_type = PyStructSequence_NewType(&description);
    if (state->person_type == NULL) {
        /* CPython 3.11 to 3.13 may fail there without an exception. */
        if (!PyErr_Occurred()) {
            PyErr_NoMemory();
        }
        return -1;
    }
    return 0;
}

static int
module_traverse(PyObject *module, visitproc visit, void *arg)
{
    module_state *state = PyModule_GetState(module);
    Py_VISIT(state->person_type);
    return 0;
}

static int
module_clear(PyObject *module)
{
    module_state *state = PyModule_GetState(module);
    Py_CLEAR(state->person_type);
    return 0;
}

static void
module_free(void *module)
{
    module_clear(module);
}

static PyMethodDef methods[] = {
    {"person", person, METH_VARARGS,
     PyDoc_STR("person(line) -> Person")},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, module_exec},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "struct_sequence_overflow",
    .m_size = sizeof(module_state),
    .m_methods = methods,
    .m_slots = slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
    .m_free = module_free,
};

PyMODINIT_FUNC
PyInit_struct_sequence_overflow(void)
{
    return PyModuleDef_Init(&module);
}
