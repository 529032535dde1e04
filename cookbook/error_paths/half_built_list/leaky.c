/* ids(texts) returns the list of the numbers that a tuple of texts spells. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: ids */
static PyObject *
ids(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *texts;
    if (!PyArg_ParseTuple(args, "O!:ids", &PyTuple_Type, &texts)) {
        return NULL;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(texts);
    PyObject *list = PyList_New(count);
    if (list == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *id = PyNumber_Long(PyTuple_GET_ITEM(texts, i));
        if (id == NULL) {
            for (Py_ssize_t made = 0; made < i; made++) {
                Py_DECREF(PyList_GET_ITEM(list, made));
            }
            Py_DECREF(list);
            return NULL;
        }
        PyList_SET_ITEM(list, i, id);
    }
    return list;
}
/* end: ids */

static PyMethodDef methods[] = {
    {"ids", ids, METH_VARARGS,
     PyDoc_STR("ids(texts) -> list of int")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "half_built_list",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_half_built_list(void)
{
    return PyModuleDef_Init(&module);
}
