/* or_roll_back(connection, work) returns work(connection); if that fails, it
   calls connection.rollback(). */
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

/* snippet: or_roll_back */
static PyObject *
or_roll_back(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *connection, *work;
    if (!PyArg_ParseTuple(args, "OO", &connection, &work)) {
        return NULL;
    }
    PyObject *result = PyObject_CallOneArg(work, connection);
    if (result != NULL) {
        return result;
    }
    PyObject *exception = PyErr_GetRaisedException();
    PyObject *undone = PyObject_CallMethod(connection, "rollback", NULL);
    if (undone == NULL) {
        PyErr_WriteUnraisable(connection);
    }
    Py_XDECREF(undone);
    PyErr_SetRaisedException(exception);    /* takes our reference */
    return NULL;
}
/* end: or_roll_back */

static PyMethodDef methods[] = {
    {"or_roll_back", or_roll_back, METH_VARARGS,
     PyDoc_STR("or_roll_back(connection, work) -> what work returns")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "released_after_restore",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_released_after_restore(void)
{
    return PyModuleDef_Init(&module);
}
