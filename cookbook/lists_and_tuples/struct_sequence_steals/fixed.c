/* reading(station, celsius) returns a record of one measurement, a struct
   sequence with the two as its fields. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

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

static PyStructSequence_Field fields[] = {
    {"station", "where it was measured"},
    {"celsius", "the temperature"},
    {NULL, NULL},
};

static PyStructSequence_Desc description = {
    .name = "struct_sequence_steals.Reading",
    .fields = fields,
    .n_in_sequence = 2,
};

typedef struct {
    PyTypeObject *reading_type;
} module_state;

/* snippet: reading */
static PyObject *
reading(PyObject *module, PyObject *args)
{
    PyObject *station;
    double celsius;
    if (!PyArg_ParseTuple(args, "Ud", &station, &celsius)) {
        return NULL;
    }
    module_state *state = PyModule_GetState(module);
    PyObject *record = PyStructSequence_New(state->reading_type);
    if (record == NULL) {
        return NULL;
    }
    PyObject *temperature = PyFloat_FromDouble(celsius);
    if (temperature == NULL) {
        Py_DECREF(record);
        return NULL;
    }
    /* both are taken over: the caller's string needs one more reference */
    PyStructSequence_SetItem(record, 0, Py_NewRef(station));
    PyStructSequence_SetItem(record, 1, temperature);
    return record;
}
/* end: reading */

static int
module_exec(PyObject *module)
{
    module_state *state = PyModule_GetState(module);
    state->reading_type = PyStructSequence_NewType(&description);
    if (state->reading_type == NULL) {
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
    Py_VISIT(state->reading_type);
    return 0;
}

static int
module_clear(PyObject *module)
{
    module_state *state = PyModule_GetState(module);
    Py_CLEAR(state->reading_type);
    return 0;
}

static void
module_free(void *module)
{
    module_clear(module);
}

static PyMethodDef methods[] = {
    {"reading", reading, METH_VARARGS,
     PyDoc_STR("reading(station, celsius) -> Reading")},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, module_exec},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "struct_sequence_steals",
    .m_size = sizeof(module_state),
    .m_methods = methods,
    .m_slots = slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
    .m_free = module_free,
};

PyMODINIT_FUNC
PyInit_struct_sequence_steals(void)
{
    return PyModuleDef_Init(&module);
}
