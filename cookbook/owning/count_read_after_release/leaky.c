/* evict(pages, name) takes a page out of the cache, a dict, and returns
   whether that freed its memory. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: evict */
static PyObject *
evict(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *pages, *name;
    if (!PyArg_ParseTuple(args, "O!O:evict", &PyDict_Type, &pages, &name)) {
        return NULL;
    }
    PyObject *page = PyDict_GetItemWithError(pages, name);
    if (page == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_SetObject(PyExc_KeyError, name);
        }
        return NULL;
    }
    Py_INCREF(page);
    if (PyDict_DelItem(pages, name) < 0) {
        Py_DECREF(page);
        return NULL;
    }
    Py_DECREF(page);
    int freed = Py_REFCNT(page) == 0;
    return PyBool_FromLong(freed);
}
/* end: evict */

static PyMethodDef methods[] = {
    {"evict", evict, METH_VARARGS,
     PyDoc_STR("evict(pages, name) -> bool")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "count_read_after_release",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_count_read_after_release(void)
{
    return PyModuleDef_Init(&module);
}
