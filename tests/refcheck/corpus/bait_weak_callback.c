/* Clean: makes a weak reference with a callback to an object that dies at once. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_weak_callback)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *set = PySet_New(NULL);
    PyObject *weak = set == NULL ? NULL : PyWeakref_NewRef(set, argument);
    Py_XDECREF(set);            /* calls the callback */
    return weak;
}
