/* cost(prices, name, count) looks the name up in lower case and returns its
   price and what count of it cost. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: cost */
static PyObject *
cost(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *prices, *name, *count;
    if (!PyArg_ParseTuple(args, "OUO:cost", &prices, &name, &count)) {
        return NULL;
    }
    PyObject *key = PyObject_CallMethod(name, "lower", NULL);
    if (key == NULL) {
        return NULL;
    }
    PyObject *price = PyObject_GetItem(prices, key);
    if (price == NULL) {
        goto error;
    }
    Py_CLEAR(key);    /* error releases it, too: leave it NULL */
    PyObject *total = PyNumber_Multiply(price, count);
    if (total == NULL) {
        goto error;
    }
    PyObject *line = PyTuple_Pack(2, price, total);
    Py_DECREF(price);
    Py_DECREF(total);
    return line;

error:
    Py_XDECREF(key);
    Py_XDECREF(price);
    return NULL;
}
/* end: cost */

static PyMethodDef methods[] = {
    {"cost", cost, METH_VARARGS,
     PyDoc_STR("cost(prices, name, count) -> price, price * count")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "goto_released_twice",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_goto_released_twice(void)
{
    return PyModuleDef_Init(&module);
}
