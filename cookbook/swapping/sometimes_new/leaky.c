/* join(words, separator=None) joins the words with the separator given, or
   with a comma. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: join */
static PyObject *
separator_or_comma(PyObject *separator)
{
    if (separator == Py_None) {
        return PyUnicode_FromString(", ");
    }
    if (!PyUnicode_Check(separator)) {
        PyErr_SetString(PyExc_TypeError, "the separator must be a str");
        return NULL;
    }
    return separator;
}

static PyObject *
join(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *words, *separator = Py_None;
    if (!PyArg_ParseTuple(args, "O|O", &words, &separator)) {
        return NULL;
    }
    separator = separator_or_comma(separator);
    if (separator == NULL) {
        return NULL;
    }
    return PyUnicode_Join(separator, words);
}
/* end: join */

static PyMethodDef methods[] = {
    {"join", join, METH_VARARGS,
     PyDoc_STR("join(words, separator=None) -> str")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "sometimes_new",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_sometimes_new(void)
{
    return PyModuleDef_Init(&module);
}
