/* set_price(row, column, cents) writes a price into a row of a sheet, a list:
   1250 becomes "12.50". */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: set_price */
static PyObject *
set_price(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *row;
    Py_ssize_t column;
    unsigned int cents;
    if (!PyArg_ParseTuple(args, "O!nI:set_price",
                          &PyList_Type, &row, &column, &cents)) {
        return NULL;
    }
    PyObject *text = PyUnicode_FromFormat("%u.%02u", cents / 100, cents % 100);
    if (text == NULL) {
        return NULL;
    }
    if (PyList_SetItem(row, column, text) < 0) {
        Py_DECREF(text);
        return NULL;
    }
    Py_RETURN_NONE;
}
/* end: set_price */

static PyMethodDef methods[] = {
    {"set_price", set_price, METH_VARARGS,
     PyDoc_STR("set_price(row, column, cents)")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "stolen_on_failure",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_stolen_on_failure(void)
{
    return PyModuleDef_Init(&module);
}
