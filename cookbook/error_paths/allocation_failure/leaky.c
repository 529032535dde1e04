/* split_header(line) splits "Host: example.org" at the first colon, into the
   pair ("Host", "example.org"). */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: split_header */
static PyObject *
split_header(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *line;
    if (!PyArg_ParseTuple(args, "U:split_header", &line)) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(line);
    Py_ssize_t colon = PyUnicode_FindChar(line, ':', 0, length, 1);
    if (colon < 0) {
        PyErr_SetString(PyExc_ValueError, "a header has a colon");
        return NULL;
    }
    Py_ssize_t start = colon + 1;
    while (start < length && PyUnicode_READ_CHAR(line, start) == ' ') {
        start++;
    }

    PyObject *name = PyUnicode_Substring(line, 0, colon);
    if (name == NULL) {
        return NULL;
    }
    PyObject *value = PyUnicode_Substring(line, start, length);
    if (value == NULL) {
        return NULL;
    }
    PyObject *pair = PyTuple_Pack(2, name, value);
    Py_DECREF(name);
    Py_DECREF(value);
    return pair;
}
/* end: split_header */

static PyMethodDef methods[] = {
    {"split_header", split_header, METH_VARARGS,
     PyDoc_STR("split_header(line) -> (name, value)")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "allocation_failure",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_allocation_failure(void)
{
    return PyModuleDef_Init(&module);
}
