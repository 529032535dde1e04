/* Loses a list that holds the argument: the argument's reference goes with it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(leaked_list)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    if (PyList_Append(list, argument) < 0) {
        Py_DECREF(list);
        return NULL;
    }
    Py_ssize_t size = PyList_GET_SIZE(list);
#if !LEAKY
    Py_DECREF(list);
#endif
    return PyLong_FromSsize_t(size);
}
