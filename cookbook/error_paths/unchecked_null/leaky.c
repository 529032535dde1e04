/* is_hidden(entry) says whether the name of a directory entry begins with a
   dot; names(entries) returns the names of a tuple of them. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: is_hidden */
static PyObject *
is_hidden(PyObject *Py_UNUSED(module), PyObject *entry)
{
    PyObject *name = PyObject_GetAttrString(entry, "name");
    if (!PyUnicode_Check(name)) {
        PyErr_SetString(PyExc_TypeError, "the name is no str");
        Py_DECREF(name);
        return NULL;
    }
    int hidden = PyUnicode_GetLength(name) > 0
                 && PyUnicode_ReadChar(name, 0) == '.';
    Py_DECREF(name);
    return PyBool_FromLong(hidden);
}
/* end: is_hidden */

/* snippet: names */
static PyObject *
names(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *entries;
    if (!PyArg_ParseTuple(args, "O!:names", &PyTuple_Type, &entries)) {
        return NULL;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(entries);
    PyObject *list = PyList_New(count);
    if (list == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *entry = PyTuple_GET_ITEM(entries, i);
        PyObject *name = PyObject_GetAttrString(entry, "name");
        PyList_SET_ITEM(list, i, name);
    }
    return list;
}
/* end: names */

static PyMethodDef methods[] = {
    {"is_hidden", is_hidden, METH_O,
     PyDoc_STR("is_hidden(entry) -> bool")},
    {"names", names, METH_VARARGS,
     PyDoc_STR("names(entries) -> list of str")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "unchecked_null",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_unchecked_null(void)
{
    return PyModuleDef_Init(&module);
}
