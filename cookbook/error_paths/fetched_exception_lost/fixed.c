/* failures(*jobs) calls every job and returns the messages of the exceptions
   that they raised. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: failures */
static PyObject *
describe_failure(void)
{
    PyObject *type, *exception, *traceback;
    PyErr_Fetch(&type, &exception, &traceback);
    PyErr_NormalizeException(&type, &exception, &traceback);
    PyObject *message = PyObject_Str(exception);
    Py_DECREF(type);            /* PyErr_Fetch() gave us all three */
    Py_DECREF(exception);
    Py_XDECREF(traceback);      /* NULL if no Python code ran */
    return message;
}

static PyObject *
failures(PyObject *Py_UNUSED(module), PyObject *jobs)
{
    PyObject *messages = PyList_New(0);
    if (messages == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(jobs); i++) {
        PyObject *result = PyObject_CallNoArgs(PyTuple_GET_ITEM(jobs, i));
        if (result != NULL) {
            Py_DECREF(result);
            continue;
        }
        if (!PyErr_ExceptionMatches(PyExc_Exception)) {
            goto error;
        }
        PyObject *message = describe_failure();
        if (message == NULL || PyList_Append(messages, message) < 0) {
            Py_XDECREF(message);
            goto error;
        }
        Py_DECREF(message);
    }
    return messages;

error:
    Py_DECREF(messages);
    return NULL;
}
/* end: failures */

static PyMethodDef methods[] = {
    {"failures", failures, METH_VARARGS,
     PyDoc_STR("failures(*jobs) -> list of str")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "fetched_exception_lost",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_fetched_exception_lost(void)
{
    return PyModuleDef_Init(&module);
}
