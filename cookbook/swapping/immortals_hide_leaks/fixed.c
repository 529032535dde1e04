/* count_unread(messages) counts the messages whose attribute read_at is None;
   of the others it is the time when they were read. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: unread */
static PyObject *
count_unread(PyObject *Py_UNUSED(module), PyObject *messages)
{
    PyObject *iterator = PyObject_GetIter(messages);
    if (iterator == NULL) {
        return NULL;
    }
    Py_ssize_t unread = 0;
    PyObject *message;
    while ((message = PyIter_Next(iterator)) != NULL) {
        PyObject *read_at = PyObject_GetAttrString(message, "read_at");
        Py_DECREF(message);
        if (read_at == NULL) {
            break;
        }
        unread += read_at == Py_None;
        Py_DECREF(read_at);    /* a time, too, not only None */
    }
    Py_DECREF(iterator);
    if (PyErr_Occurred()) {
        return NULL;
    }
    return PyLong_FromSsize_t(unread);
}
/* end: unread */

static PyMethodDef methods[] = {
    {"count_unread", count_unread, METH_O,
     PyDoc_STR("count_unread(messages) -> int")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "immortals_hide_leaks",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_immortals_hide_leaks(void)
{
    return PyModuleDef_Init(&module);
}
