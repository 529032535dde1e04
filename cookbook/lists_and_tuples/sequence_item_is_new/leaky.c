/* energy(samples) adds up the squares of the numbers in a sequence: a list, an
   array, a range. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: energy */
static PyObject *
energy(PyObject *Py_UNUSED(module), PyObject *samples)
{
    Py_ssize_t length = PySequence_Size(samples);
    if (length < 0) {
        return NULL;
    }
    double sum = 0.0;
    for (Py_ssize_t i = 0; i < length; i++) {
        PyObject *item = PySequence_GetItem(samples, i);
        if (item == NULL) {
            return NULL;
        }
        double sample = PyFloat_AsDouble(item);
        if (sample == -1.0 && PyErr_Occurred()) {
            return NULL;
        }
        sum += sample * sample;
    }
    return PyFloat_FromDouble(sum);
}
/* end: energy */

static PyMethodDef methods[] = {
    {"energy", energy, METH_O,
     PyDoc_STR("energy(samples) -> float")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "sequence_item_is_new",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_sequence_item_is_new(void)
{
    return PyModuleDef_Init(&module);
}
