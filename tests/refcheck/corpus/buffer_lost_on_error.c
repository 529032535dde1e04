/* Does not free its buffer when a later step fails: an item that is no int. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(buffer_lost_on_error)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_ssize_t n = PyList_Size(argument);
    long *numbers = n < 0 ? NULL : PyMem_Malloc((size_t)(n + 1) * sizeof(long));
    if (numbers == NULL) {
        return PyErr_Occurred() ? NULL : PyErr_NoMemory();
    }
    long sum = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        numbers[i] = PyLong_AsLong(PyList_GET_ITEM(argument, i));
        if (numbers[i] == -1 && PyErr_Occurred()) {
#if !LEAKY
            PyMem_Free(numbers);
#endif
            return NULL;
        }
        sum += numbers[i];
    }
    PyMem_Free(numbers);
    return PyLong_FromLong(sum);
}
