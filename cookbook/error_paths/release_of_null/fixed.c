/* total() reads two numbers, from text too, and returns their sum. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: total */
static PyObject *
total(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *left = NULL, *right = NULL, *sum = NULL;
    PyObject *first, *second;
    if (!PyArg_ParseTuple(args, "OO:total", &first, &second)) {
        return NULL;
    }
    left = PyNumber_Float(first);
    if (left == NULL) {
        goto done;
    }
    right = PyNumber_Float(second);
    if (right == NULL) {
        goto done;
    }
    sum = PyNumber_Add(left, right);
done:
    Py_XDECREF(left);
    Py_XDECREF(right);
    return sum;
}
/* end: total */

static PyMethodDef methods[] = {
    {"total", total, METH_VARARGS,
     PyDoc_STR("total(first, second) -> float")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "release_of_null",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_release_of_null(void)
{
    return PyModuleDef_Init(&module);
}
