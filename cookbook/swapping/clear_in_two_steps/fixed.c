/* Channel() passes values on to one listener: listen(listener), send(value),
   and close(), after which nobody listens. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *listener;     /* or NULL: nobody listens */
} Channel;

/* snippet: channel */
static PyObject *
channel_listen(PyObject *object, PyObject *listener)
{
    Channel *self = (Channel *)object;
    if (self->listener != NULL) {
        PyErr_SetString(PyExc_RuntimeError, "somebody listens already");
        return NULL;
    }
    Py_INCREF(listener);
    self->listener = listener;
    Py_RETURN_NONE;
}

static PyObject *
channel_close(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    Channel *self = (Channel *)object;
    Py_CLEAR(self->listener);    /* empty first, released then */
    Py_RETURN_NONE;
}
/* end: channel */

static PyObject *
channel_send(PyObject *object, PyObject *value)
{
    Channel *self = (Channel *)object;
    if (self->listener == NULL) {
        Py_RETURN_NONE;
    }
    PyObject *listener = self->listener;
    Py_INCREF(listener);
    PyObject *result = PyObject_CallFunctionObjArgs(listener, value, NULL);
    Py_DECREF(listener);
    return result;
}

static int
channel_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Channel *)self)->listener);
    return 0;
}

static int
channel_clear(PyObject *self)
{
    Py_CLEAR(((Channel *)self)->listener);
    return 0;
}

static void
channel_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)channel_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef channel_methods[] = {
    {"listen", channel_listen, METH_O,
     PyDoc_STR("listen(listener) -> None")},
    {"send", channel_send, METH_O,
     PyDoc_STR("send(value) -> what the listener returns")},
    {"close", channel_close, METH_NOARGS,
     PyDoc_STR("close() -> None")},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot channel_slots[] = {
    {Py_tp_doc, (void *)PyDoc_STR("Channel()")},
    {Py_tp_traverse, channel_traverse},
    {Py_tp_clear, channel_clear},
    {Py_tp_dealloc, channel_dealloc},
    {Py_tp_methods, channel_methods},
    {0, NULL},
};

static PyType_Spec channel_spec = {
    .name = "clear_in_two_steps.Channel",
    .basicsize = sizeof(Channel),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = channel_slots,
};

static int
add_types(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &channel_spec, NULL);
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
    .m_name = "clear_in_two_steps",
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_clear_in_two_steps(void)
{
    return PyModuleDef_Init(&module);
}
