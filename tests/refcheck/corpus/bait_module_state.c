/* Clean: builds its state on first use, in the module's own memory. */
#include "tests/refcheck/corpus/corpus.h"

typedef struct {
    PyObject *table;
} state;

static PyObject *
run(PyObject *module, PyObject *argument)
{
    state *s = PyModule_GetState(module);
    if (s->table == NULL && (s->table = PyDict_New()) == NULL) {
        return NULL;
    }
    if (PyDict_SetItem(s->table, argument, Py_True) < 0) {
        return NULL;
    }
    return PyLong_FromSsize_t(PyDict_Size(s->table));
}

static int
traverse(PyObject *module, visitproc visit, void *arg)
{
    state *s = PyModule_GetState(module);
    Py_VISIT(s->table);
    return 0;
}

static int
clear(PyObject *module)
{
    state *s = PyModule_GetState(module);
    Py_CLEAR(s->table);
    return 0;
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "bait_module_state",
    .m_size = sizeof(state),
    .m_methods = methods,
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
};

PyMODINIT_FUNC
PyInit_bait_module_state(void)
{
    return PyModuleDef_Init(&definition);
}
