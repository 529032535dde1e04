/* serve_next(queue) takes the first item off a list and returns a message about it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: serve_next */
static PyObject *
serve_next(PyObject *Py_UNUSED(module), PyObject *queue)
{
    if (!PyList_Check(queue)) {
        PyErr_SetString(PyExc_TypeError, "queue must be a list");
        return NULL;
    }
    PyObject *next = PyList_GetItem(queue, 0);
    if (next == NULL) {
        return NULL;
    }
    Py_INCREF(next);    /* the list is about to let go of its own */
    if (PyList_SetSlice(queue, 0, 1, NULL) < 0) {
        Py_DECREF(next);
        return NULL;
    }
    PyObject *message = PyUnicode_FromFormat("now serving %R", next);
    Py_DECREF(next);
    return message;
}
/* end: serve_next */

static PyMethodDef methods[] = {
    {"serve_next", serve_next, METH_O,
     PyDoc_STR("serve_next(list) -> str")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "borrowed_item_after_change",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_borrowed_item_after_change(void)
{
    return PyModuleDef_Init(&module);
}
