/* write_silence(stream, samples) writes samples of silence, two bytes each, to
   a binary stream. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: write_silence */
#define BLOCK 256

static const char silence[BLOCK * 2];

static PyObject *
write_silence(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *stream;
    Py_ssize_t samples;
    if (!PyArg_ParseTuple(args, "On", &stream, &samples)) {
        return NULL;
    }
    while (samples > 0) {
        Py_ssize_t block = Py_MIN(samples, BLOCK);
        PyObject *written = PyObject_CallMethod(stream, "write", "y#",
                                                silence, block * 2);
        if (written == NULL) {
            return NULL;
        }
        Py_DECREF(written);    /* only the number of bytes, but an object */
        samples -= block;
    }
    Py_RETURN_NONE;
}
/* end: write_silence */

static PyMethodDef methods[] = {
    {"write_silence", write_silence, METH_VARARGS,
     PyDoc_STR("write_silence(stream, samples) -> None")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "ignored_result",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_ignored_result(void)
{
    return PyModuleDef_Init(&module);
}
