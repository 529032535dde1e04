/* unseen(items, seen=None) returns the items that were not seen before.  What
   has been seen it keeps in the set given, for the next call, or in a new
   one. */
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

/* snippet: unseen */
static int
keep_if_unseen(PyObject *list, PyObject *seen, PyObject *item)
{
    int known = PySet_Contains(seen, item);
    if (known != 0) {
        return known < 0 ? -1 : 0;
    }
    if (PySet_Add(seen, item) < 0) {
        return -1;
    }
    return PyList_Append(list, item);
}

static PyObject *
unseen(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *items, *seen = NULL;
    if (!PyArg_ParseTuple(args, "O!|O!", &PyList_Type, &items,
                          &PySet_Type, &seen)) {
        return NULL;
    }
    if (seen != NULL) {
        Py_INCREF(seen);    /* ours, as the new one is */
    }
    else {
        seen = PySet_New(NULL);
        if (seen == NULL) {
            return NULL;
        }
    }
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list && i < PyList_GET_SIZE(items); i++) {
        PyObject *item = Py_NewRef(PyList_GET_ITEM(items, i));
        if (keep_if_unseen(list, seen, item) < 0) {
            Py_CLEAR(list);
        }
        Py_DECREF(item);
    }
    Py_DECREF(seen);
    return list;
}
/* end: unseen */

static PyMethodDef methods[] = {
    {"unseen", unseen, METH_VARARGS,
     PyDoc_STR("unseen(items, seen=None) -> list")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "sometimes_borrowed",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_sometimes_borrowed(void)
{
    return PyModuleDef_Init(&module);
}
