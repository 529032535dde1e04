/* Notes each call in a list of its own that nothing ever shortens. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(registry_without_end)

static PyObject *seen;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    if (seen == NULL && (seen = PyList_New(0)) == NULL) {
        return NULL;
    }
    PyObject *note = PyUnicode_FromFormat("saw %R", argument);
    int failed = note == NULL ? -1 : PyList_Append(seen, note);
    Py_XDECREF(note);
#if !LEAKY
    if (failed == 0 && PyList_GET_SIZE(seen) > 16) {
        failed = PyList_SetSlice(seen, 0, 8, NULL);
    }
#endif
    return failed ? NULL : PyLong_FromSsize_t(PyList_GET_SIZE(seen));
}
