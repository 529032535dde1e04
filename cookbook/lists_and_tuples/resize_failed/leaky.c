/* card(keyword, value, width) returns one line of a file's header, filled up
   with spaces to the width. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: card */
static PyObject *
card(PyObject *Py_UNUSED(module), PyObject *args)
{
    const char *keyword, *value;
    Py_ssize_t width;
    if (!PyArg_ParseTuple(args, "ssn", &keyword, &value, &width)) {
        return NULL;
    }
    PyObject *line = PyBytes_FromFormat("%s = %s", keyword, value);
    if (line == NULL) {
        return NULL;
    }
    Py_ssize_t length = PyBytes_GET_SIZE(line);
    if (width < length) {
        PyErr_SetString(PyExc_ValueError, "the card is too narrow");
        Py_DECREF(line);
        return NULL;
    }
    if (_PyBytes_Resize(&line, width) < 0) {
        Py_DECREF(line);
        return NULL;
    }
    memset(PyBytes_AS_STRING(line) + length, ' ', width - length);
    return line;
}
/* end: card */

static PyMethodDef methods[] = {
    {"card", card, METH_VARARGS,
     PyDoc_STR("card(keyword, value, width) -> bytes")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "resize_failed",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_resize_failed(void)
{
    return PyModuleDef_Init(&module);
}
