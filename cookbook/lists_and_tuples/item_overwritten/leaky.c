/* calibrate(samples, gain) multiplies each float of the list samples, in
   place. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: calibrate */
static PyObject *
calibrate(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *samples;
    double gain;
    if (!PyArg_ParseTuple(args, "O!d:calibrate",
                          &PyList_Type, &samples, &gain)) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(samples); i++) {
        PyObject *sample = PyList_GET_ITEM(samples, i);
        if (!PyFloat_Check(sample)) {
            PyErr_SetString(PyExc_TypeError, "a sample is a float");
            return NULL;
        }
        sample = PyFloat_FromDouble(PyFloat_AS_DOUBLE(sample) * gain);
        if (sample == NULL) {
            return NULL;
        }
        PyList_SET_ITEM(samples, i, sample);
    }
    Py_RETURN_NONE;
}
/* end: calibrate */

static PyMethodDef methods[] = {
    {"calibrate", calibrate, METH_VARARGS,
     PyDoc_STR("calibrate(samples, gain)")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "item_overwritten",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_item_overwritten(void)
{
    return PyModuleDef_Init(&module);
}
