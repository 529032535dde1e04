/* find(records, matches) returns the index and the first record of a list for
   which the function `matches` returns a true value, or None. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: before_3_13 */
#if PY_VERSION_HEX < 0x030D0000
/* PyList_GetItemRef() is new in CPython 3.13. */
static inline PyObject *
PyList_GetItemRef(PyObject *list, Py_ssize_t index)
{
    PyObject *item = PyList_GetItem(list, index);
    Py_XINCREF(item);
    return item;
}
#endif
/* end: before_3_13 */

/* snippet: find */
static PyObject *
find(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *records, *matches;
    if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &records, &matches)) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(records); i++) {
        PyObject *record = PyList_GetItemRef(records, i);   /* ours to keep */
        if (record == NULL) {
            return NULL;
        }
        PyObject *answer = PyObject_CallOneArg(matches, record);
        if (answer == NULL) {
            Py_DECREF(record);
            return NULL;
        }
        int found = PyObject_IsTrue(answer);
        Py_DECREF(answer);
        PyObject *hit = found > 0 ? Py_BuildValue("nO", i, record) : NULL;
        Py_DECREF(record);
        if (found != 0) {
            return hit;
        }
    }
    Py_RETURN_NONE;
}
/* end: find */

static PyMethodDef methods[] = {
    {"find", find, METH_VARARGS,
     PyDoc_STR("find(records, matches) -> (index, record) or None")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "borrowed_item_across_call",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_borrowed_item_across_call(void)
{
    return PyModuleDef_Init(&module);
}
