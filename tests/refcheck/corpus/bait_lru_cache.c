/* Clean: keeps the last results, 64 of them, and drops them all when they are too
   many. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_lru_cache)

static PyObject *cache;
static int serial;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    if (cache == NULL && (cache = PyDict_New()) == NULL) {
        return NULL;
    }
    if (PyDict_Size(cache) >= 64) {
        PyDict_Clear(cache);
    }
    PyObject *key = PyUnicode_FromFormat("call %d", serial++);
    PyObject *result = key == NULL ? NULL : PyObject_Repr(argument);
    if (result != NULL && PyDict_SetItem(cache, key, result) < 0) {
        Py_CLEAR(result);
    }
    Py_XDECREF(key);
    return result;
}
