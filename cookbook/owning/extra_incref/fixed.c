/* parse_color(text) turns a color such as "#ff8000" into the tuple of its red,
   green and blue. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>
#include <string.h>

/* snippet: parse_color */
static PyObject *
parse_color(PyObject *Py_UNUSED(module), PyObject *text)
{
    Py_ssize_t size;
    const char *digits = PyUnicode_AsUTF8AndSize(text, &size);
    if (digits == NULL) {
        return NULL;
    }
    if (size != 7 || digits[0] != '#'
        || strspn(digits + 1, "0123456789abcdefABCDEF") != 6) {
        PyErr_Format(PyExc_ValueError, "not a color: %R", text);
        return NULL;
    }
    unsigned long rgb = strtoul(digits + 1, NULL, 16);
    PyObject *color = Py_BuildValue("(kkk)", rgb >> 16, rgb >> 8 & 255,
                                    rgb & 255);
    return color;    /* with the reference that it was made with */
}
/* end: parse_color */

static PyMethodDef methods[] = {
    {"parse_color", parse_color, METH_O,
     PyDoc_STR("parse_color(text) -> (red, green, blue)")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "extra_incref",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_extra_incref(void)
{
    return PyModuleDef_Init(&module);
}
