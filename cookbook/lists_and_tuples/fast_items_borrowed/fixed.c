/* column_width(cells) returns the length of the longest cell of a table's
   column, as str() shows it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: column_width */
static PyObject *
column_width(PyObject *Py_UNUSED(module), PyObject *cells)
{
    /* a tuple of our own: nobody can change it while __str__ runs */
    PyObject *fast = PySequence_Tuple(cells);
    if (fast == NULL) {
        return NULL;
    }
    PyObject **items = PySequence_Fast_ITEMS(fast);
    Py_ssize_t length = PySequence_Fast_GET_SIZE(fast);
    Py_ssize_t width = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        PyObject *text = PyObject_Str(items[i]);
        if (text == NULL) {
            Py_DECREF(fast);
            return NULL;
        }
        if (width < PyUnicode_GET_LENGTH(text)) {
            width = PyUnicode_GET_LENGTH(text);
        }
        Py_DECREF(text);
    }
    Py_DECREF(fast);
    return PyLong_FromSsize_t(width);
}
/* end: column_width */

static PyMethodDef methods[] = {
    {"column_width", column_width, METH_O,
     PyDoc_STR("column_width(cells) -> int")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "fast_items_borrowed",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_fast_items_borrowed(void)
{
    return PyModuleDef_Init(&module);
}
