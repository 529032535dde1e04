/* total_length(names) returns how many bytes the names of a list have together. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: total_length */
static PyObject *
total_length(PyObject *Py_UNUSED(module), PyObject *names)
{
    if (!PyList_Check(names)) {
        PyErr_SetString(PyExc_TypeError, "names must be a list");
        return NULL;
    }
    Py_ssize_t total = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(names); i++) {
        PyObject *name = PyList_GetItem(names, i);
        if (name == NULL) {
            return NULL;
        }
        Py_ssize_t length = PyBytes_Size(name);
        Py_DECREF(name);
        if (length < 0) {
            return NULL;
        }
        total += length;
    }
    return PyLong_FromSsize_t(total);
}
/* end: total_length */

static PyMethodDef methods[] = {
    {"total_length", total_length, METH_O,
     PyDoc_STR("total_length(list of bytes) -> int")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "borrowed_item_released",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_borrowed_item_released(void)
{
    return PyModuleDef_Init(&module);
}
