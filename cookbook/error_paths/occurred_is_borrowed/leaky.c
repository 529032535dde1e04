/* drain(get, empty) calls get() until it raises the exception empty, and
   returns the list of what it got. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: drain */
static PyObject *
drain(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *get, *empty;
    if (!PyArg_ParseTuple(args, "OO", &get, &empty)) {
        return NULL;
    }
    PyObject *items = PyList_New(0);
    if (items == NULL) {
        return NULL;
    }
    PyObject *item;
    while ((item = PyObject_CallNoArgs(get)) != NULL) {
        int failed = PyList_Append(items, item);
        Py_DECREF(item);
        if (failed) {
            Py_DECREF(items);
            return NULL;
        }
    }
    PyObject *raised = PyErr_Occurred();
    if (PyErr_GivenExceptionMatches(raised, empty)) {
        PyErr_Clear();
    }
    else {
        Py_CLEAR(items);
    }
    Py_DECREF(raised);
    return items;
}
/* end: drain */

static PyMethodDef methods[] = {
    {"drain", drain, METH_VARARGS,
     PyDoc_STR("drain(get, empty) -> list of what get() returned")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "occurred_is_borrowed",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_occurred_is_borrowed(void)
{
    return PyModuleDef_Init(&module);
}
