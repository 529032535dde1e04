/* inverses() returns the list of 1 / number for the numbers given. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: inverses */
static PyObject *
inverses(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(args); i++) {
        double number = PyFloat_AsDouble(PyTuple_GET_ITEM(args, i));
        if (number == -1.0 && PyErr_Occurred()) {
            goto error;
        }
        if (number == 0.0) {
            PyErr_SetString(PyExc_ZeroDivisionError, "1 / 0");
            goto error;
        }
        PyObject *inverse = PyFloat_FromDouble(1.0 / number);
        if (inverse == NULL || PyList_Append(list, inverse) < 0) {
            Py_XDECREF(inverse);
            goto error;
        }
        Py_DECREF(inverse);
    }
    return list;

error:
    Py_DECREF(list);    /* every failure comes by here */
    return NULL;
}
/* end: inverses */

static PyMethodDef methods[] = {
    {"inverses", inverses, METH_VARARGS,
     PyDoc_STR("inverses(*numbers) -> list of float")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "early_return",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_early_return(void)
{
    return PyModuleDef_Init(&module);
}
