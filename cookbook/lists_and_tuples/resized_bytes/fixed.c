/* unpack(data) undoes a run-length coding: data has pairs of a count and the
   byte that is repeated. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: unpack */
static PyObject *
unpack(PyObject *Py_UNUSED(module), PyObject *args)
{
    const char *data;
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "y#", &data, &length)) {
        return NULL;
    }
    Py_ssize_t size = 64, used = 0;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, size);
    if (bytes == NULL) {
        return NULL;
    }
    char *out = PyBytes_AS_STRING(bytes);
    for (Py_ssize_t i = 0; i + 1 < length; i += 2) {
        Py_ssize_t run = (unsigned char)data[i];
        if (size - used < run) {
            size = 2 * (used + run);
            if (_PyBytes_Resize(&bytes, size) < 0) {
                return NULL;
            }
            out = PyBytes_AS_STRING(bytes);     /* it may have moved */
        }
        memset(out + used, data[i + 1], run);
        used += run;
    }
    if (_PyBytes_Resize(&bytes, used) < 0) {
        return NULL;
    }
    return bytes;
}
/* end: unpack */

static PyMethodDef methods[] = {
    {"unpack", unpack, METH_VARARGS,
     PyDoc_STR("unpack(data) -> bytes")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "resized_bytes",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_resized_bytes(void)
{
    return PyModuleDef_Init(&module);
}
