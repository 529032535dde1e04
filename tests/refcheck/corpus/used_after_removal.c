/* Hands a borrowed item to CPython after its list has let go of it: here a
   function of CPython reads the freed memory, not the module. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(used_after_removal)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = Py_BuildValue("[N]", PyUnicode_FromFormat("%p", argument));
    if (list == NULL) {
        return NULL;
    }
    PyObject *item = PyList_GET_ITEM(list, 0);
#if !LEAKY
    Py_INCREF(item);
#endif
    int failed = PyList_SetSlice(list, 0, 1, NULL);
    Py_hash_t hash = failed ? -1 : PyObject_Hash(item);
#if !LEAKY
    Py_DECREF(item);
#endif
    Py_DECREF(list);
    return hash == -1 ? NULL : PyLong_FromSsize_t(hash);
}
