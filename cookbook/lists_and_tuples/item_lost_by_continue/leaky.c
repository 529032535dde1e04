/* active_lines(lines) returns the lines of a configuration that say something,
   without the empty ones and the comments. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: active_lines */
static PyObject *
active_lines(PyObject *Py_UNUSED(module), PyObject *lines)
{
    PyObject *iterator = PyObject_GetIter(lines);
    if (iterator == NULL) {
        return NULL;
    }
    PyObject *line = NULL, *active = PyList_New(0);
    if (active == NULL) {
        goto error;
    }
    while ((line = PyIter_Next(iterator)) != NULL) {
        Py_ssize_t length = PyUnicode_GetLength(line);
        if (length < 0) {
            goto error;
        }
        if (length == 0 || PyUnicode_ReadChar(line, 0) == '#') {
            continue;
        }
        if (PyList_Append(active, line) < 0) {
            goto error;
        }
        Py_DECREF(line);
    }
    if (PyErr_Occurred()) {
        goto error;
    }
    Py_DECREF(iterator);
    return active;

error:
    Py_DECREF(iterator);
    Py_XDECREF(line);
    Py_XDECREF(active);
    return NULL;
}
/* end: active_lines */

static PyMethodDef methods[] = {
    {"active_lines", active_lines, METH_O,
     PyDoc_STR("active_lines(lines) -> list of str")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "item_lost_by_continue",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_item_lost_by_continue(void)
{
    return PyModuleDef_Init(&module);
}
