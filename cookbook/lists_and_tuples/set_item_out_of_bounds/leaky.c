/* samples(frame) unpacks a frame of a sensor into a list of float: a byte with
   the number of samples, then one signed byte a sample, in tenths. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: samples */
static PyObject *
samples(PyObject *Py_UNUSED(module), PyObject *frame)
{
    char *bytes;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(frame, &bytes, &length) < 0) {
        return NULL;
    }
    Py_ssize_t count = length > 0 ? (unsigned char)bytes[0] : 0;
    if (length - 1 < count) {
        PyErr_SetString(PyExc_ValueError, "the frame is cut short");
        return NULL;
    }
    PyObject *list = PyList_New(count);
    if (list == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < length - 1; i++) {
        PyObject *sample = PyFloat_FromDouble((signed char)bytes[i + 1] / 10.0);
        if (sample == NULL) {
            Py_DECREF(list);
            return NULL;
        }
        PyList_SET_ITEM(list, i, sample);
    }
    return list;
}
/* end: samples */

static PyMethodDef methods[] = {
    {"samples", samples, METH_O,
     PyDoc_STR("samples(frame) -> list of float")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "set_item_out_of_bounds",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_set_item_out_of_bounds(void)
{
    return PyModuleDef_Init(&module);
}
