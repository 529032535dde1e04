/* A module of Python 2, as far as the loader can see. */
#include <Python.h>

PyAPI_FUNC(PyObject *) PyString_FromString(const char *);

PyMODINIT_FUNC
PyInit_of_another_python(void)
{
    return PyString_FromString("");
}
