/* setting(parse, text) returns parse(text); a ValueError of the parser becomes
   the cause of a RuntimeError that names the text. */
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

/* snippet: setting */
static PyObject *
setting(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *parse, *text;
    if (!PyArg_ParseTuple(args, "OU", &parse, &text)) {
        return NULL;
    }
    PyObject *value = PyObject_CallOneArg(parse, text);
    if (value != NULL || !PyErr_ExceptionMatches(PyExc_ValueError)) {
        return value;
    }

    PyObject *cause = PyErr_GetRaisedException();
    PyErr_Format(PyExc_RuntimeError, "bad setting: %R", text);
    PyObject *error = PyErr_GetRaisedException();
    PyException_SetCause(error, cause);     /* takes our reference */
    PyErr_SetRaisedException(error);
    return NULL;
}
/* end: setting */

static PyMethodDef methods[] = {
    {"setting", setting, METH_VARARGS,
     PyDoc_STR("setting(parse, text) -> what parse returns")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "cause_is_stolen",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_cause_is_stolen(void)
{
    return PyModuleDef_Init(&module);
}
