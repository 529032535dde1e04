/* widest(values) returns how many characters the longest of the values takes
   in print: the width of a column. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: widest */
static PyObject *
widest(PyObject *Py_UNUSED(module), PyObject *values)
{
    PyObject *iterator = PyObject_GetIter(values);
    if (iterator == NULL) {
        return NULL;
    }
    Py_ssize_t most = 0;
    PyObject *value;
    while ((value = PyIter_Next(iterator)) != NULL) {
        PyObject *text = PyObject_Str(value);
        Py_DECREF(value);
        if (text == NULL) {
            break;
        }
        most = Py_MAX(most, PyUnicode_GET_LENGTH(text));
        text->ob_refcnt--;
    }
    Py_DECREF(iterator);
    if (PyErr_Occurred()) {
        return NULL;
    }
    return PyLong_FromSsize_t(most);
}
/* end: widest */

static PyMethodDef methods[] = {
    {"widest", widest, METH_O,
     PyDoc_STR("widest(values) -> int")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "count_by_hand",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_count_by_hand(void)
{
    return PyModuleDef_Init(&module);
}
