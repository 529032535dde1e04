/* level(name) returns the number of a log level, in whatever case its name is
   written. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static const struct {
    const char *name;
    long number;
} levels[] = {
    {"debug", 10}, {"info", 20}, {"warning", 30}, {"error", 40},
};

/* snippet: level */
static PyObject *
level(PyObject *Py_UNUSED(module), PyObject *name)
{
    if (!PyUnicode_Check(name)) {
        PyErr_SetString(PyExc_TypeError, "the name of a level is a str");
        return NULL;
    }
    PyObject *lower = PyObject_CallMethod(name, "lower", NULL);
    if (lower == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < Py_ARRAY_LENGTH(levels); i++) {
        if (PyUnicode_CompareWithASCIIString(lower, levels[i].name) == 0) {
            Py_DECREF(lower);
            return PyLong_FromLong(levels[i].number);
        }
    }
    Py_DECREF(lower);
    PyErr_Format(PyExc_ValueError, "no level is called %R", lower);
    return NULL;
}
/* end: level */

static PyMethodDef methods[] = {
    {"level", level, METH_O,
     PyDoc_STR("level(name) -> int")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "message_after_release",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_message_after_release(void)
{
    return PyModuleDef_Init(&module);
}
