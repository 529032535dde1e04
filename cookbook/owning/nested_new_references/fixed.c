/* csv_line(fields) returns the strings in fields as one line, with a semicolon
   and a space between them. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: csv_line */
static PyObject *
csv_line(PyObject *Py_UNUSED(module), PyObject *fields)
{
    PyObject *separator = PyUnicode_FromString("; ");
    if (separator == NULL) {
        return NULL;
    }
    PyObject *line = PyUnicode_Join(separator, fields);
    Py_DECREF(separator);    /* it has a name, so we can release it */
    return line;
}
/* end: csv_line */

static PyMethodDef methods[] = {
    {"csv_line", csv_line, METH_O,
     PyDoc_STR("csv_line(fields) -> str")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "nested_new_references",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_nested_new_references(void)
{
    return PyModuleDef_Init(&module);
}
