/* first_answer(*mirrors) calls the mirrors in turn, as long as they raise
   OSError, and returns the first answer, or raises the last OSError. */
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

/* snippet: first_answer */
static PyObject *
first_answer(PyObject *Py_UNUSED(module), PyObject *mirrors)
{
    PyObject *failure = NULL;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(mirrors); i++) {
        PyObject *answer = PyObject_CallNoArgs(PyTuple_GET_ITEM(mirrors, i));
        if (answer != NULL || !PyErr_ExceptionMatches(PyExc_OSError)) {
            Py_XDECREF(failure);    /* it will not be raised again */
            return answer;
        }
        Py_XSETREF(failure, PyErr_GetRaisedException());
    }
    if (failure == NULL) {
        PyErr_SetString(PyExc_ValueError, "there is no mirror to ask");
        return NULL;
    }
    PyErr_SetRaisedException(failure);
    return NULL;
}
/* end: first_answer */

static PyMethodDef methods[] = {
    {"first_answer", first_answer, METH_VARARGS,
     PyDoc_STR("first_answer(*mirrors) -> what the first to answer returns")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "raised_exception_lost",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_raised_exception_lost(void)
{
    return PyModuleDef_Init(&module);
}
