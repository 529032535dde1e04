/* average(samples) returns the mean of a tuple of numbers. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: average */
static PyObject *
average(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *samples;
    if (!PyArg_ParseTuple(args, "O!", &PyTuple_Type, &samples)) {
        return NULL;
    }
    double sum = 0.0;
    Py_ssize_t count = 0;
    for (; count < PyTuple_GET_SIZE(samples); count++) {
        double sample = PyFloat_AsDouble(PyTuple_GET_ITEM(samples, count));
        if (sample == -1.0 && PyErr_Occurred()) {
            return NULL;
        }
        sum += sample;
    }
    if (count == 0) {
        PyErr_SetString(PyExc_ValueError, "no samples");
        return NULL;
    }
    Py_DECREF(samples);
    return PyFloat_FromDouble(sum / (double)count);
}
/* end: average */

static PyMethodDef methods[] = {
    {"average", average, METH_VARARGS,
     PyDoc_STR("average(samples) -> float")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "argument_released",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_argument_released(void)
{
    return PyModuleDef_Init(&module);
}
