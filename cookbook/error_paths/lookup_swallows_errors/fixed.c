/* vat(rates, country) returns the rate that the dict rates has for the
   country, or the standard rate. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: before_3_13 */
#if PY_VERSION_HEX < 0x030D0000
/* PyDict_GetItemRef() is new in CPython 3.13. */
static inline int
PyDict_GetItemRef(PyObject *dict, PyObject *key, PyObject **result)
{
    *result = PyDict_GetItemWithError(dict, key);
    if (*result == NULL) {
        return PyErr_Occurred() ? -1 : 0;
    }
    Py_INCREF(*result);
    return 1;
}
#endif
/* end: before_3_13 */

#define STANDARD_RATE 20.0

/* snippet: vat */
static PyObject *
vat(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *rates, *country;
    if (!PyArg_ParseTuple(args, "O!O:vat", &PyDict_Type, &rates, &country)) {
        return NULL;
    }
    PyObject *rate;
    if (PyDict_GetItemRef(rates, country, &rate) < 0) {
        return NULL;    /* the lookup failed: that is not "no such key" */
    }
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
