/* Leaves for a label below the release of what it owns, when the second step
   fails. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(goto_past_a_release)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *pair = NULL, *key = PyUnicode_FromFormat("%p", argument);
    if (key == NULL) {
        return NULL;
    }
    PyObject *index = PyNumber_Index(argument);
    if (index == NULL) {
        goto done;
    }
    pair = PyTuple_Pack(2, key, index);
    Py_DECREF(index);
#if LEAKY
    Py_DECREF(key);
done:
#else
done:
    Py_DECREF(key);
#endif
    return pair;
}
