/* keys(records, width) returns the key of each record: its first `width`
   bytes. */
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

/* snippet: keys */
static PyObject *
key_of(PyObject *record, Py_ssize_t width)
{
    if (!PyBytes_Check(record)) {
        PyErr_SetString(PyExc_TypeError, "a record must be bytes");
        return NULL;
    }
    if (PyBytes_GET_SIZE(record) <= width) {
        return Py_NewRef(record);
    }
    if (Py_REFCNT(record) == 1) {
        /* Nobody else has it: no copy is needed. */
        _PyBytes_Resize(&record, width);
        return record;
    }
    return PyBytes_FromStringAndSize(PyBytes_AS_STRING(record), width);
}

static PyObject *
keys(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *records;
    Py_ssize_t width;
    if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &records, &width)) {
        return NULL;
    }
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(records); i++) {
        PyObject *key = key_of(PyList_GET_ITEM(records, i), width);
        if (key == NULL || PyList_Append(list, key) < 0) {
            Py_XDECREF(key);
            Py_DECREF(list);
            return NULL;
        }
        Py_DECREF(key);
    }
    return list;
}
/* end: keys */

static PyMethodDef methods[] = {
    {"keys", keys, METH_VARARGS,
     PyDoc_STR("keys(records, width) -> list of bytes")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "count_of_one",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_count_of_one(void)
{
    return PyModuleDef_Init(&module);
}
