/* Passes on what an allocation gave, without a look at it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_unchecked)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = PyList_New(1);
#if !LEAKY
    if (list == NULL) {
        return NULL;
    }
#endif
    Py_INCREF(argument);
    PyList_SET_ITEM(list, 0, argument);
    return list;
}
