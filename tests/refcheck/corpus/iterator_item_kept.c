/* Loses an item at each turn of a loop that it cuts short by `continue`. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(iterator_item_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *item, *iterator = PyObject_GetIter(argument);
    if (iterator == NULL) {
        return NULL;
    }
    Py_ssize_t size = 0;
    while ((item = PyIter_Next(iterator)) != NULL) {
        if (!PyBytes_Check(item)) {
#if !LEAKY
            Py_DECREF(item);
#endif
            continue;
        }
        size += PyBytes_GET_SIZE(item);
        Py_DECREF(item);
    }
    Py_DECREF(iterator);
    return PyErr_Occurred() ? NULL : PyLong_FromSsize_t(size);
}
