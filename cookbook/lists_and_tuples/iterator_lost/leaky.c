/* first_match(lines, prefix) returns the first of the lines that begins with
   the prefix, or None. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: first_match */
static PyObject *
first_match(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *lines, *prefix;
    if (!PyArg_ParseTuple(args, "OU", &lines, &prefix)) {
        return NULL;
    }
    PyObject *iterator = PyObject_GetIter(lines);
    if (iterator == NULL) {
        return NULL;
    }
    PyObject *line;
    while ((line = PyIter_Next(iterator)) != NULL) {
        Py_ssize_t match = PyUnicode_Tailmatch(line, prefix,
                                               0, PY_SSIZE_T_MAX, -1);
        if (match == 1) {
            return line;
        }
        Py_DECREF(line);
        if (match < 0) {
            Py_DECREF(iterator);
            return NULL;
        }
    }
    Py_DECREF(iterator);
    if (PyErr_Occurred()) {
        return NULL;
    }
    Py_RETURN_NONE;
}
/* end: first_match */

static PyMethodDef methods[] = {
    {"first_match", first_match, METH_VARARGS,
     PyDoc_STR("first_match(lines, prefix) -> str or None")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "iterator_lost",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_iterator_lost(void)
{
    return PyModuleDef_Init(&module);
}
