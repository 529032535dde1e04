/* probe(check) calls check(), and returns None where it passes, or else where
   and why it failed: "line 3: disk full". Only what is no Exception, such as
   KeyboardInterrupt, gets out. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: before_3_12 */
#if PY_VERSION_HEX < 0x030C0000
/* PyErr_GetRaisedException() is new in CPython 3.12. */
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
#endif
/* end: before_3_12 */

/* snippet: probe */
/* The line of the check that failed, or None where no Python code ran. */
static PyObject *
failed_line(PyObject *exception)
{
    PyObject *traceback = PyException_GetTraceback(exception);
    if (traceback == NULL) {
        Py_RETURN_NONE;
    }
    PyObject *line = PyObject_GetAttrString(traceback, "tb_lineno");
    Py_DECREF(traceback);    /* and with it the frames and their variables */
    return line;
}

static PyObject *
probe(PyObject *Py_UNUSED(module), PyObject *check)
{
    PyObject *result = PyObject_CallNoArgs(check);
    if (result != NULL) {
        Py_DECREF(result);
        Py_RETURN_NONE;
    }
    if (!PyErr_ExceptionMatches(PyExc_Exception)) {
        return NULL;
    }
    PyObject *exception = PyErr_GetRaisedException();
    PyObject *failure = NULL;
    PyObject *line = failed_line(exception);
    if (line != NULL) {
        failure = PyUnicode_FromFormat("line %S: %S", line, exception);
        Py_DECREF(line);
    }
    Py_DECREF(exception);
    return failure;
}
/* end: probe */

static PyMethodDef methods[] = {
    {"probe", probe, METH_O, PyDoc_STR("probe(check) -> None or str")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "exception_pins_frames",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_exception_pins_frames(void)
{
    return PyModuleDef_Init(&module);
}
