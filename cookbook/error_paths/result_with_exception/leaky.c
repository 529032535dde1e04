/* celsius(readings) returns a list: the degrees of a tuple of temperatures in
   Fahrenheit. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: celsius */
static PyObject *
celsius(PyObject *Py_UNUSED(module), PyObject *readings)
{
    if (!PyTuple_Check(readings)) {
        PyErr_SetString(PyExc_TypeError, "celsius() needs a tuple");
        return NULL;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(readings);
    PyObject *list = PyList_New(count);
    if (list == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        double reading = PyFloat_AsDouble(PyTuple_GET_ITEM(readings, i));
        PyObject *degrees = PyFloat_FromDouble((reading - 32.0) / 1.8);
        if (degrees == NULL) {
            goto error;
        }
        PyList_SET_ITEM(list, i, degrees);
    }
    return list;

error:
    Py_DECREF(list);
    return NULL;
}
/* end: celsius */

static PyMethodDef methods[] = {
    {"celsius", celsius, METH_O,
     PyDoc_STR("celsius(readings) -> list of float")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "result_with_exception",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_result_with_exception(void)
{
    return PyModuleDef_Init(&module);
}
