/* verify(data, sum) raises ValueError unless the bytes of data add up to sum,
   modulo 65536. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: verify */
static PyObject *
verify(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_buffer data;
    int expected;
    if (!PyArg_ParseTuple(args, "y*i", &data, &expected)) {
        return NULL;
    }
    const unsigned char *bytes = data.buf;
    int sum = 0;
    for (Py_ssize_t i = 0; i < data.len; i++) {
        sum = (sum + bytes[i]) & 0xFFFF;
    }
    PyBuffer_Release(&data);
    if (sum != expected) {
        PyErr_Format(PyExc_ValueError, "sum is %d, not %d", sum, expected);
        return NULL;
    }
    Py_RETURN_NONE;    /* takes a reference to None and returns it */
}
/* end: verify */

static PyMethodDef methods[] = {
    {"verify", verify, METH_VARARGS,
     PyDoc_STR("verify(data, sum) -> None")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "none_returned",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_none_returned(void)
{
    return PyModuleDef_Init(&module);
}
