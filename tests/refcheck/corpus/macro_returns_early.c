/* Checks by a macro that returns from the function and hides that nothing was
   released before. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(macro_returns_early)

#define CHECK_SIZE(object)                                                  \
    if (PyList_GET_SIZE(object) < 100) {                                    \
        PyErr_SetString(PyExc_ValueError, "too short");                     \
        return NULL;                                                        \
    }

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list = PySequence_List(argument);
    if (list == NULL) {
        return NULL;
    }
#if LEAKY
    CHECK_SIZE(list);
    return list;
#else
    if (PyList_GET_SIZE(list) < 100) {
        PyErr_SetString(PyExc_ValueError, "too short");
        Py_CLEAR(list);
    }
    return list;
#endif
}
