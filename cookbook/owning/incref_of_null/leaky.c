/* content_type(types, suffix, other) looks up what a file is by the end of its
   name, in the dict types; other is what it is if the suffix is unknown. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: content_type */
static PyObject *
content_type(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *types, *suffix, *other;
    if (!PyArg_ParseTuple(args, "O!OO:content_type",
                          &PyDict_Type, &types, &suffix, &other)) {
        return NULL;
    }
    PyObject *type = PyDict_GetItemWithError(types, suffix);
    Py_INCREF(type);
    return type;
}
/* end: content_type */

static PyMethodDef methods[] = {
    {"content_type", content_type, METH_VARARGS,
     PyDoc_STR("content_type(types, suffix, other) -> object")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "incref_of_null",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_incref_of_null(void)
{
    return PyModuleDef_Init(&module);
}
