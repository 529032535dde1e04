/* Never releases what PySequence_Fast() returns: of a list, the list itself. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(fast_sequence_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *fast = PySequence_Fast(argument, "a sequence is needed");
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t size = 0;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
        size += PyBytes_Check(PySequence_Fast_GET_ITEM(fast, i));
    }
#if !LEAKY
    Py_DECREF(fast);
#endif
    return PyLong_FromSsize_t(size);
}
