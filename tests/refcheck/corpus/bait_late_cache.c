/* Clean: keeps a dict from its first call on, and a list from its third. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_late_cache)

static PyObject *dict, *list;
static int calls;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    calls++;
    if (dict == NULL && (dict = PyDict_New()) == NULL) {
        return NULL;
    }
    if (calls >= 3 && list == NULL && (list = PyList_New(0)) == NULL) {
        return NULL;
    }
    Py_RETURN_NONE;
}
