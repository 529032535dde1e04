/* pick(row, *columns) returns the tuple of these columns of a row of a table,
   as operator.itemgetter() does. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: pick */
static PyObject *
pick(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t nargs)
{
    if (nargs < 1 || !PyTuple_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "pick() wants a tuple first");
        return NULL;
    }
    PyObject *row = args[0];
    PyObject *picked = PyTuple_New(nargs - 1);
    if (picked == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 1; i < nargs; i++) {
        Py_ssize_t column = PyLong_AsSsize_t(args[i]);
        if (column == -1 && PyErr_Occurred()) {
            Py_DECREF(picked);
            return NULL;
        }
        PyObject *field = PyTuple_GetItem(row, column);
        if (field == NULL) {
            Py_DECREF(picked);
            return NULL;
        }
        PyTuple_SET_ITEM(picked, i - 1, field);
    }
    return picked;
}
/* end: pick */

static PyMethodDef methods[] = {
    {"pick", (PyCFunction)(void (*)(void))pick, METH_FASTCALL,
     PyDoc_STR("pick(row, *columns) -> tuple")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "borrowed_given_away",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_borrowed_given_away(void)
{
    return PyModuleDef_Init(&module);
}
