/* Gives the whole process up where it should raise. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_abort)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = PyList_New(1);
    if (list == NULL) {
#if LEAKY
        Py_FatalError("no list");
#else
        return NULL;
#endif
    }
    Py_INCREF(argument);
    PyList_SET_ITEM(list, 0, argument);
    return list;
}
