/* vat(rates, country) returns the rate that the dict rates has for the
   country, or the standard rate. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define STANDARD_RATE 20.0

/* snippet: vat */
static PyObject *
vat(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *rates, *country;
    if (!PyArg_ParseTuple(args, "O!O:vat", &PyDict_Type, &rates, &country)) {
        return NULL;
    }
    PyObject *rate = PyDict_GetItem(rates, country);
    Py_XINCREF(rate);
    if (rate == NULL) {
        rate = PyFloat_FromDouble(STANDARD_RATE);
    }
    return rate;
}
/* end: vat */

static PyMethodDef methods[] = {
    {"vat", vat, METH_VARARGS, PyDoc_STR("vat(rates, country) -> rate")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "lookup_swallows_errors",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_lookup_swallows_errors(void)
{
    return PyModuleDef_Init(&module);
}
