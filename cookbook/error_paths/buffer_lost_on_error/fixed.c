/* pack(samples) returns the bytes of a sound: a tuple of numbers, each in two
   bytes, the low one first. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: pack */
static PyObject *
pack(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *samples, *packed = NULL;
    if (!PyArg_ParseTuple(args, "O!:pack", &PyTuple_Type, &samples)) {
        return NULL;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(samples);
    char *buffer = PyMem_Malloc(2 * (size_t)count);
    if (buffer == NULL) {
        return PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        long sample = PyLong_AsLong(PyTuple_GET_ITEM(samples, i));
        if (sample == -1 && PyErr_Occurred()) {
            goto done;    /* not return: the buffer is ours */
        }
        if (sample < -32768 || sample > 32767) {
            PyErr_Format(PyExc_ValueError, "sample %zd is too loud", i);
            goto done;
        }
        buffer[2 * i] = (char)(sample & 0xff);
        buffer[2 * i + 1] = (char)((sample >> 8) & 0xff);
    }
    packed = PyBytes_FromStringAndSize(buffer, 2 * count);
done:
    PyMem_Free(buffer);
    return packed;
}
/* end: pack */

static PyMethodDef methods[] = {
    {"pack", pack, METH_VARARGS,
     PyDoc_STR("pack(samples) -> bytes")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "buffer_lost_on_error",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_buffer_lost_on_error(void)
{
    return PyModuleDef_Init(&module);
}
