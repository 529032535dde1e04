/* Loses a list in each call, beside a cache that is still filling up. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(lost_beside_a_cache)

static PyObject *cache[64];
static unsigned calls;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *text = PyUnicode_FromFormat("%R %u", argument, calls);
    if (text == NULL) {
        return NULL;
    }
    unsigned i = calls++ % 64;
    Py_XSETREF(cache[i], text);
    PyObject *list = PyList_New(0);
#if !LEAKY
    Py_XDECREF(list);
#endif
    return list == NULL ? NULL : PyLong_FromLong((long)i);
}
