/* parsed(lines, parse) returns the list of parse(line) for the lines given,
   without those for which it returns None. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: parsed */
static PyObject *
parsed(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *lines, *parse;
    if (!PyArg_ParseTuple(args, "O!O", &PyTuple_Type, &lines, &parse)) {
        return NULL;
    }
    PyObject *rows = PyList_New(0);    /* grows as it fills, no empty slots */
    if (rows == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(lines); i++) {
        PyObject *row = PyObject_CallOneArg(parse, PyTuple_GET_ITEM(lines, i));
        if (row == NULL) {
            Py_DECREF(rows);
            return NULL;
        }
        if (row == Py_None) {
            Py_DECREF(row);
            continue;
        }
        int failed = PyList_Append(rows, row);
        Py_DECREF(row);
        if (failed) {
            Py_DECREF(rows);
            return NULL;
        }
    }
    return rows;
}
/* end: parsed */

static PyMethodDef methods[] = {
    {"parsed", parsed, METH_VARARGS,
     PyDoc_STR("parsed(tuple of lines, parse) -> list")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "unfilled_list",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_unfilled_list(void)
{
    return PyModuleDef_Init(&module);
}
