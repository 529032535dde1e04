/* Leaks in a file whose path is longer than a report has room for. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(ignored))
{
#line 7 "/a_folder_with_a_long_name_00/a_folder_with_a_long_name_01/a_folder_with_a_long_name_02/a_folder_with_a_long_name_03/a_folder_with_a_long_name_04/a_folder_with_a_long_name_05/a_folder_with_a_long_name_06/a_folder_with_a_long_name_07/a_folder_with_a_long_name_08/a_folder_with_a_long_name_09/a_folder_with_a_long_name_10/a_folder_with_a_long_name_11/long_path.c"
    PyObject *lost = PyList_New(0);
    return PyBool_FromLong(lost != NULL);
}

static PyMethodDef methods[] = {
    {"run", run, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "long_path",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_long_path(void)
{
    return PyModuleDef_Init(&definition);
}
