/* gap(length) returns a tuple of float: `length` times NaN, for a stretch of a
   measurement in which nothing was measured. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: before_3_10 */
#if PY_VERSION_HEX < 0x030A0000
/* Py_NewRef() is new in CPython 3.10. */
static inline PyObject *
Py_NewRef(PyObject *object)
{
    Py_INCREF(object);
    return object;
}
#endif
/* end: before_3_10 */

/* snippet: gap */
static PyObject *
gap(PyObject *Py_UNUSED(module), PyObject *arg)
{
    Py_ssize_t length = PyLong_AsSsize_t(arg);
    if (length == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (length < 0) {
        PyErr_SetString(PyExc_ValueError, "length must not be negative");
        return NULL;
    }
    PyObject *nothing = PyFloat_FromDouble(Py_NAN);
    if (nothing == NULL) {
        return NULL;
    }
    PyObject *samples = PyTuple_New(length);
    if (samples == NULL) {
        Py_DECREF(nothing);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        PyTuple_SET_ITEM(samples, i, Py_NewRef(nothing));   /* one a slot */
    }
    Py_DECREF(nothing);     /* and ours goes back, whatever the length */
    return samples;
}
/* end: gap */

static PyMethodDef methods[] = {
    {"gap", gap, METH_O,
     PyDoc_STR("gap(length) -> tuple of float")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "stored_twice",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_stored_twice(void)
{
    return PyModuleDef_Init(&module);
}
