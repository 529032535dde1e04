/* list_with_host(guests, seat) and tuple_with_host(guests, seat) copy the list
   guests, into a list or a tuple, and put the host on one of the seats.
   pair_with_host(guests) returns the pair (guests, host). */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: list */
static PyObject *
list_with_host(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *guests;
    Py_ssize_t seat;
    if (!PyArg_ParseTuple(args, "O!n",
                          &PyList_Type, &guests, &seat)) {
        return NULL;
    }
    PyObject *list = PyList_GetSlice(guests, 0, PY_SSIZE_T_MAX);
    if (list == NULL) {
        return NULL;
    }
    PyObject *host = PyBytes_FromString("Grace Hopper");
    if (host == NULL) {
        Py_DECREF(list);
        return NULL;
    }
    int failed = PyList_SetItem(list, seat, host);
    if (failed) {
        Py_DECREF(list);
        return NULL;
    }
    return list;
}
/* end: list */

/* snippet: tuple */
static PyObject *
tuple_with_host(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *guests;
    Py_ssize_t seat;
    if (!PyArg_ParseTuple(args, "O!n",
                          &PyList_Type, &guests, &seat)) {
        return NULL;
    }
    PyObject *tuple = PyList_AsTuple(guests);
    if (tuple == NULL) {
        return NULL;
    }
    PyObject *host = PyBytes_FromString("Grace Hopper");
    if (host == NULL) {
        Py_DECREF(tuple);
        return NULL;
    }
    int failed = PyTuple_SetItem(tuple, seat, host);
    if (failed) {
        Py_DECREF(tuple);
        return NULL;
    }
    return tuple;
}
/* end: tuple */

/* snippet: pair */
static PyObject *
pair_with_host(PyObject *Py_UNUSED(module), PyObject *guests)
{
    PyObject *host = PyBytes_FromString("Grace Hopper");
    if (host == NULL) {
        return NULL;
    }
    PyObject *pair = Py_BuildValue("(ON)", guests, host);
    return pair;
}
/* end: pair */

static PyMethodDef methods[] = {
    {"list_with_host", list_with_host, METH_VARARGS,
     PyDoc_STR("list_with_host(guests, seat) -> list of bytes")},
    {"tuple_with_host", tuple_with_host, METH_VARARGS,
     PyDoc_STR("tuple_with_host(guests, seat) -> tuple of bytes")},
    {"pair_with_host", pair_with_host, METH_O,
     PyDoc_STR("pair_with_host(guests) -> (guests, host)")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "stolen_reference",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_stolen_reference(void)
{
    return PyModuleDef_Init(&module);
}
