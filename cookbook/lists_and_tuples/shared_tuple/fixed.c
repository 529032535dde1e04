/* make_all(factory, names) returns [factory(name) for name in names]. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: make_all */
static PyObject *
make_all(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *factory, *names;
    if (!PyArg_ParseTuple(args, "OO!:make_all",
                          &factory, &PyTuple_Type, &names)) {
        return NULL;
    }
    PyObject *made = PyList_New(0);
    if (made == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++) {
        PyObject *name = PyTuple_GET_ITEM(names, i);
        PyObject *call = PyTuple_Pack(1, name);   /* it may be kept */
        if (call == NULL) {
            goto error;
        }
        PyObject *object = PyObject_CallObject(factory, call);
        Py_DECREF(call);
        if (object == NULL || PyList_Append(made, object) < 0) {
            Py_XDECREF(object);
            goto error;
        }
        Py_DECREF(object);
    }
    return made;

error:
    Py_DECREF(made);
    return NULL;
}
/* end: make_all */

static PyMethodDef methods[] = {
    {"make_all", make_all, METH_VARARGS,
     PyDoc_STR("make_all(factory, names) -> list")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "shared_tuple",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_shared_tuple(void)
{
    return PyModuleDef_Init(&module);
}
