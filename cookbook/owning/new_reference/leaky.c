/* is_late() tells whether a number of seconds is more than a day. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: is_late */
static PyObject *
is_late(PyObject *Py_UNUSED(module), PyObject *seconds)
{
    PyObject *day = PyLong_FromLong(24 * 60 * 60);
    if (day == NULL) {
        return NULL;
    }
    int late = PyObject_RichCompareBool(seconds, day, Py_GT);
    if (late < 0) {
        return NULL;
    }
    return PyBool_FromLong(late);
}
/* end: is_late */

static PyMethodDef methods[] = {
    {"is_late", is_late, METH_O,
     PyDoc_STR("is_late(seconds) -> bool")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "new_reference",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_new_reference(void)
{
    return PyModuleDef_Init(&module);
}
