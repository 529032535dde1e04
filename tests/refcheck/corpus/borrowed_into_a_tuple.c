/* Puts what it was lent into a tuple, which takes the reference over. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(borrowed_into_a_tuple)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *pair = PyTuple_New(1);
    if (pair == NULL) {
        return NULL;
    }
#if !LEAKY
    Py_INCREF(argument);
#endif
    PyTuple_SET_ITEM(pair, 0, argument);
    Py_hash_t hash = PyObject_Hash(pair);
    Py_DECREF(pair);
    return hash == -1 ? NULL : PyLong_FromSsize_t(hash);
}
