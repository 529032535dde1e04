/* translate(catalog, message) looks a message up in a dict of translations; one
   that is not there is returned as it is. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: translate */
static PyObject *
translate(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *catalog, *message;
    if (!PyArg_ParseTuple(args, "O!U",
                          &PyDict_Type, &catalog, &message)) {
        return NULL;
    }
    PyObject *text = PyDict_GetItemWithError(catalog, message);
    if (text == NULL) {
        if (PyErr_Occurred()) {
            return NULL;
        }
        text = message;
    }
    return text;
}
/* end: translate */

static PyMethodDef methods[] = {
    {"translate", translate, METH_VARARGS,
     PyDoc_STR("translate(catalog, message) -> str")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "borrowed_returned",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_borrowed_returned(void)
{
    return PyModuleDef_Init(&module);
}
