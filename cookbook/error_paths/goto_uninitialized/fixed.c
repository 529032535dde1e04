/* call_with_numbers(function, texts) calls function with the floats that the
   texts spell. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: call_with_numbers */
static PyObject *
call_with_numbers(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *function, *texts, *result = NULL;
    if (!PyArg_ParseTuple(args, "OO!:call_with_numbers",
                          &function, &PyTuple_Type, &texts)) {
        return NULL;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(texts);
    /* all NULL, so that done can release what is not made yet */
    PyObject **numbers = PyMem_Calloc((size_t)count, sizeof(PyObject *));
    if (numbers == NULL) {
        return PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        numbers[i] = PyFloat_FromString(PyTuple_GET_ITEM(texts, i));
        if (numbers[i] == NULL) {
            goto done;
        }
    }
    result = PyObject_Vectorcall(function, numbers, (size_t)count, NULL);
done:
    for (Py_ssize_t i = 0; i < count; i++) {
        Py_XDECREF(numbers[i]);
    }
    PyMem_Free(numbers);
    return result;
}
/* end: call_with_numbers */

static PyMethodDef methods[] = {
    {"call_with_numbers", call_with_numbers, METH_VARARGS,
     PyDoc_STR("call_with_numbers(function, texts) -> its result")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "goto_uninitialized",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_goto_uninitialized(void)
{
    return PyModuleDef_Init(&module);
}
