/* Builds a tuple by "O" around what it owns; "N" would take it over. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(build_value_takes_its_own)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *keys = PySequence_List(argument);
    if (keys == NULL) {
        return NULL;
    }
#if LEAKY
    return Py_BuildValue("(On)", keys, PyList_GET_SIZE(keys));
#else
    return Py_BuildValue("(Nn)", keys, PyList_GET_SIZE(keys));
#endif
}
