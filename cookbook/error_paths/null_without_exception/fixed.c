/* setting(settings, defaults, name) looks the name up in two dicts, the second
   for what the first one has not. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: before_3_10 */
#if PY_VERSION_HEX < 0x030A0000
/* Py_NewRef() is new in CPython 3.10. */
static inline PyObject *
Py_NewRef(PyObject *object)
{
    Py_INCREF(object);
    return object;
}
#endif
/* end: before_3_10 */

/* snippet: setting */
static PyObject *
setting(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count)
{
    if (count != 3 || !PyDict_Check(args[0]) || !PyDict_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError, "setting() needs two dicts, a name");
        return NULL;
    }
    PyObject *settings = args[0], *defaults = args[1], *name = args[2];
    PyObject *value = PyDict_GetItemWithError(settings, name);
    if (value == NULL && !PyErr_Occurred()) {
        value = PyDict_GetItemWithError(defaults, name);
    }
    if (value == NULL) {
        if (!PyErr_Occurred()) {    /* in neither dict is no error yet */
            PyErr_Format(PyExc_KeyError, "no setting %R", name);
        }
        return NULL;
    }
    return Py_NewRef(value);
}
/* end: setting */

static PyMethodDef methods[] = {
    {"setting", (PyCFunction)(void (*)(void))setting, METH_FASTCALL,
     PyDoc_STR("setting(settings, defaults, name) -> its value")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "null_without_exception",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_null_without_exception(void)
{
    return PyModuleDef_Init(&module);
}
