/* median() and spread() of some numbers, by sorting a copy of them in C.
 * They do the same with their memory, but median() takes it from malloc() and
 * spread() from PyMem_Malloc(). */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>

static int
compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static int
read_sorted(PyObject *args, double *numbers)
{
    Py_ssize_t count = PyTuple_GET_SIZE(args);
    for (Py_ssize_t i = 0; i < count; i++) {
        numbers[i] = PyFloat_AsDouble(PyTuple_GET_ITEM(args, i));
        if (numbers[i] == -1.0 && PyErr_Occurred()) {
            return -1;
        }
    }
    qsort(numbers, (size_t)count, sizeof(double), compare);
    return 0;
}

/* snippet: median */
static PyObject *
median(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_ssize_t count = PyTuple_GET_SIZE(args);
    if (count == 0) {
        PyErr_SetString(PyExc_ValueError, "median() of no numbers");
        return NULL;
    }
    double *numbers = malloc((size_t)count * sizeof(double));
    if (numbers == NULL) {
        return PyErr_NoMemory();
    }
    if (read_sorted(args, numbers) < 0) {
        free(numbers);    /* the error path ends here */
        return NULL;
    }
    double sum = numbers[(count - 1) / 2] + numbers[count / 2];
    free(numbers);
    return PyFloat_FromDouble(sum / 2);
}
/* end: median */

/* snippet: spread */
static PyObject *
spread(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_ssize_t count = PyTuple_GET_SIZE(args);
    if (count == 0) {
        PyErr_SetString(PyExc_ValueError, "spread() of no numbers");
        return NULL;
    }
    double *numbers = PyMem_Malloc((size_t)count * sizeof(double));
    if (numbers == NULL) {
        return PyErr_NoMemory();
    }
    if (read_sorted(args, numbers) < 0) {
        PyMem_Free(numbers);
        return NULL;
    }
    double distance = numbers[count - 1] - numbers[0];
    PyMem_Free(numbers);
    return PyFloat_FromDouble(distance);
}
/* end: spread */

static PyMethodDef methods[] = {
    {"median", median, METH_VARARGS,
     PyDoc_STR("median(*numbers) -> float")},
    {"spread", spread, METH_VARARGS,
     PyDoc_STR("spread(*numbers) -> float")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "malloc_without_free",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_malloc_without_free(void)
{
    return PyModuleDef_Init(&module);
}
