/* Releases an object a second time, when it is already freed. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(released_twice)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *name = PyBytes_FromString("Ada Lovelace");
    if (name == NULL) {
        return NULL;
    }
    Py_DECREF(name);
#if LEAKY
    Py_DECREF(name);
#endif
    Py_RETURN_NONE;
}
