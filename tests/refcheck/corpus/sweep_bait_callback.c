/* Calls a library, which calls back: what the library loses is its own. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_bait_callback)

static PyObject *
run(PyObject *module, PyObject *library)
{
    if (library == Py_None) {
        return PyBytes_FromString("called back");
    }
    PyObject *callback = PyObject_GetAttrString(module, "run");
    if (callback == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_CallFunction(library, "O", callback);
    Py_DECREF(callback);
    return result;
}
