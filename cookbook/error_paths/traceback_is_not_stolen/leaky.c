/* field(lookup, name) returns lookup(name); a KeyError becomes an
   AttributeError with the same traceback. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: before_3_12 */
#if PY_VERSION_HEX < 0x030C0000
/* PyErr_GetRaisedException() and PyErr_SetRaisedException() are new in
   CPython 3.12. */
static inline PyObject *
PyErr_GetRaisedException(void)
{
    PyObject *type, *exception, *traceback;
    PyErr_Fetch(&type, &exception, &traceback);
    PyErr_NormalizeException(&type, &exception, &traceback);
    if (traceback != NULL) {
        PyException_SetTraceback(exception, traceback);
        Py_DECREF(traceback);
    }
    Py_DECREF(type);
    return exception;
}

static inline void
PyErr_SetRaisedException(PyObject *exception)
{
    PyObject *type = (PyObject *)Py_TYPE(exception);
    Py_INCREF(type);
    PyErr_Restore(type, exception, PyException_GetTraceback(exception));
}
#endif
/* end: before_3_12 */

/* snippet: field */
static PyObject *
field(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *lookup, *name;
    if (!PyArg_ParseTuple(args, "OU", &lookup, &name)) {
        return NULL;
    }
    PyObject *value = PyObject_CallOneArg(lookup, name);
    if (value != NULL || !PyErr_ExceptionMatches(PyExc_KeyError)) {
        return value;
    }

    PyObject *missing = PyErr_GetRaisedException();
    PyObject *traceback = PyException_GetTraceback(missing);
    Py_DECREF(missing);
    PyErr_Format(PyExc_AttributeError, "there is no field %R", name);
    if (traceback == NULL) {
        return NULL;
    }
    PyObject *error = PyErr_GetRaisedException();
    PyException_SetTraceback(error, traceback);
    PyErr_SetRaisedException(error);
    return NULL;
}
/* end: field */

static PyMethodDef methods[] = {
    {"field", field, METH_VARARGS,
     PyDoc_STR("field(lookup, name) -> what lookup returns")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "traceback_is_not_stolen",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_traceback_is_not_stolen(void)
{
    return PyModuleDef_Init(&module);
}
