/* toplevel(widget) returns the window that a widget stands in: the last in the
   chain of its masters. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: toplevel */
static PyObject *
toplevel(PyObject *Py_UNUSED(module), PyObject *widget)
{
    Py_INCREF(widget);
    for (;;) {
        PyObject *master = PyObject_GetAttrString(widget, "master");
        if (master == NULL) {
            Py_DECREF(widget);
            return NULL;
        }
        if (master == Py_None) {
            Py_DECREF(master);
            return widget;
        }
        widget = master;
    }
}
/* end: toplevel */

static PyMethodDef methods[] = {
    {"toplevel", toplevel, METH_O,
     PyDoc_STR("toplevel(widget) -> widget")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "overwritten_in_loop",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_overwritten_in_loop(void)
{
    return PyModuleDef_Init(&module);
}
