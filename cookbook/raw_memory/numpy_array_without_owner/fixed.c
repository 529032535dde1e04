/* ramp(n) returns a NumPy array of 0.0, 1.0, ... n - 1.0. The numbers are in
 * memory from malloc(), as a C library would hand it out. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

/* snippet: make_array */
static void
free_numbers(PyObject *capsule)
{
    free(PyCapsule_GetPointer(capsule, NULL));
}

static PyObject *
make_array(npy_intp count)
{
    double *numbers = malloc((size_t)count * sizeof(double));
    if (numbers == NULL) {
        return PyErr_NoMemory();
    }
    for (npy_intp i = 0; i < count; i++) {
        numbers[i] = (double)i;
    }
    PyObject *owner = PyCapsule_New(numbers, NULL, free_numbers);
    if (owner == NULL) {
        free(numbers);
        return NULL;
    }
    PyObject *array = PyArray_SimpleNewFromData(
        1, &count, NPY_DOUBLE, numbers);
    if (array == NULL) {
        Py_DECREF(owner);    /* frees the numbers */
        return NULL;
    }
    if (PyArray_SetBaseObject((PyArrayObject *)array, owner) < 0) {
        Py_CLEAR(array);    /* owner was taken even so */
    }
    return array;
}
/* end: make_array */

static PyObject *
ramp(PyObject *Py_UNUSED(module), PyObject *arg)
{
    Py_ssize_t count = PyNumber_AsSsize_t(arg, PyExc_OverflowError);
    if (count == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (count < 1 || (size_t)count > PY_SSIZE_T_MAX / sizeof(double)) {
        PyErr_SetString(PyExc_ValueError, "ramp() cannot be that long");
        return NULL;
    }
    return make_array(count);
}

static PyMethodDef methods[] = {
    {"ramp", ramp, METH_O,
     PyDoc_STR("ramp(n) -> array of n floats")},
    {NULL, NULL, 0, NULL},
};

static int
load_numpy(PyObject *Py_UNUSED(module))
{
    import_array1(-1);
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)load_numpy},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "numpy_array_without_owner",
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_numpy_array_without_owner(void)
{
    return PyModuleDef_Init(&module);
}
