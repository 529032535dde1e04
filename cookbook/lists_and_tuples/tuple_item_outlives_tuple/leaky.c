/* header_number(line) returns the number in a line of a message's header, such
   as "Content-Length: 5120". */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: header_number */
static PyObject *
header_number(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *line;
    if (!PyArg_ParseTuple(args, "U", &line)) {
        return NULL;
    }
    PyObject *colon = PyUnicode_FromString(": ");
    if (colon == NULL) {
        return NULL;
    }
    PyObject *parts = PyUnicode_Partition(line, colon);
    Py_DECREF(colon);
    if (parts == NULL) {
        return NULL;
    }
    PyObject *digits = PyTuple_GET_ITEM(parts, 2);
    Py_DECREF(parts);
    PyObject *number = PyLong_FromUnicodeObject(digits, 10);
    return number;
}
/* end: header_number */

static PyMethodDef methods[] = {
    {"header_number", header_number, METH_VARARGS,
     PyDoc_STR("header_number(line) -> int")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "tuple_item_outlives_tuple",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_tuple_item_outlives_tuple(void)
{
    return PyModuleDef_Init(&module);
}
