/* hello() prints a greeting twice, as repr() shows it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: hello */
static PyObject *
hello(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(ignored))
{
    PyObject *text = PyBytes_FromString("Hello world\n");
    if (text == NULL) {
        return NULL;
    }
    int failed = PyObject_Print(text, stdout, 0);
    failed = failed || PyObject_Print(text, stdout, 0);
    Py_DECREF(text);    /* nobody reads it after this line */
    if (failed) {
        return NULL;
    }
    Py_RETURN_NONE;
}
/* end: hello */

static PyMethodDef methods[] = {
    {"hello", hello, METH_NOARGS,
     PyDoc_STR("hello() -> None")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "use_after_release",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_use_after_release(void)
{
    return PyModuleDef_Init(&module);
}
