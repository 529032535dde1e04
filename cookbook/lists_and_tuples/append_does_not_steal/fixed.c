/* guests() returns a new list that holds one new bytes object. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: guests */
static PyObject *
guests(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(ignored))
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    PyObject *name = PyBytes_FromString("Ada Lovelace");
    if (name == NULL) {
        Py_DECREF(list);
        return NULL;
    }
    int failed = PyList_Append(list, name);
    Py_DECREF(name);    /* the list keeps its own, ours goes back */
    if (failed) {
        Py_DECREF(list);
        return NULL;
    }
    return list;
}
/* end: guests */

static PyMethodDef methods[] = {
    {"guests", guests, METH_NOARGS,
     PyDoc_STR("guests() -> list of bytes")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "append_does_not_steal",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_append_does_not_steal(void)
{
    return PyModuleDef_Init(&module);
}
