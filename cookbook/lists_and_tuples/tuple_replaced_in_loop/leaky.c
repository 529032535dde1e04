/* subscribe(*callbacks) takes the place of all callbacks before; publish(event)
   calls each of them with the event. */
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

typedef struct {
    PyObject *callbacks;        /* a tuple */
} module_state;

/* snippet: publish */
static PyObject *
subscribe(PyObject *module, PyObject *args)
{
    module_state *state = PyModule_GetState(module);
    PyObject *before = state->callbacks;
    state->callbacks = Py_NewRef(args);
    Py_DECREF(before);
    Py_RETURN_NONE;
}

static PyObject *
publish(PyObject *module, PyObject *event)
{
    module_state *state = PyModule_GetState(module);
    PyObject *callbacks = state->callbacks;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(callbacks); i++) {
        PyObject *callback = PyTuple_GET_ITEM(callbacks, i);
        PyObject *result = PyObject_CallOneArg(callback, event);
        if (result == NULL) {
            return NULL;
        }
        Py_DECREF(result);
    }
    Py_RETURN_NONE;
}
/* end: publish */

static int
module_exec(PyObject *module)
{
    module_state *state = PyModule_GetState(module);
    state->callbacks = PyTuple_New(0);
    return state->callbacks == NULL ? -1 : 0;
}

static int
module_traverse(PyObject *module, visitproc visit, void *arg)
{
    module_state *state = PyModule_GetState(module);
    Py_VISIT(state->callbacks);
    return 0;
}

static int
module_clear(PyObject *module)
{
    module_state *state = PyModule_GetState(module);
    Py_CLEAR(state->callbacks);
    return 0;
}

static void
module_free(void *module)
{
    module_clear(module);
}

static PyMethodDef methods[] = {
    {"subscribe", subscribe, METH_VARARGS,
     PyDoc_STR("subscribe(*callbacks)")},
    {"publish", publish, METH_O, PyDoc_STR("publish(event)")},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, module_exec},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "tuple_replaced_in_loop",
    .m_size = sizeof(module_state),
    .m_methods = methods,
    .m_slots = slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
    .m_free = module_free,
};

PyMODINIT_FUNC
PyInit_tuple_replaced_in_loop(void)
{
    return PyModuleDef_Init(&module);
}
