/* breadcrumb(titles, current) returns the line above a web page that says
   where it is: "Home > Garden > Roses". */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: breadcrumb */
static PyObject *
breadcrumb(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *arrow = NULL, *line = NULL;
    PyObject *titles, *current;
    if (!PyArg_ParseTuple(args, "OO:breadcrumb", &titles, &current)) {
        return NULL;
    }
    PyObject *trail = PySequence_List(titles);
    if (trail == NULL) {
        return NULL;
    }
    if (PyList_Append(trail, current) < 0) {
        goto done;
    }
    arrow = PyUnicode_FromString(" > ");
    if (arrow == NULL) {
        goto done;
    }
    line = PyUnicode_Join(arrow, trail);
done:
    Py_DECREF(trail);
    Py_XDECREF(arrow);
    return line;    /* our reference goes to the caller */
}
/* end: breadcrumb */

static PyMethodDef methods[] = {
    {"breadcrumb", breadcrumb, METH_VARARGS,
     PyDoc_STR("breadcrumb(titles, current) -> str")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "dead_object_returned",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_dead_object_returned(void)
{
    return PyModuleDef_Init(&module);
}
