/* check_upload(name, size, limit) raises OSError(EFBIG) for a file that is
   larger than the limit. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <errno.h>
#include <string.h>

/* snippet: check_upload */
static PyObject *
check_upload(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *name;
    Py_ssize_t size, limit;
    if (!PyArg_ParseTuple(args, "Unn", &name, &size, &limit)) {
        return NULL;
    }
    if (size <= limit) {
        Py_RETURN_NONE;
    }
    PyObject *details = Py_BuildValue("(isO)", EFBIG, strerror(EFBIG), name);
    if (details != NULL) {
        PyErr_SetObject(PyExc_OSError, details);
    }
    return NULL;
}
/* end: check_upload */

static PyMethodDef methods[] = {
    {"check_upload", check_upload, METH_VARARGS,
     PyDoc_STR("check_upload(name, size, limit) -> None, or OSError")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "set_object_does_not_steal",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_set_object_does_not_steal(void)
{
    return PyModuleDef_Init(&module);
}
