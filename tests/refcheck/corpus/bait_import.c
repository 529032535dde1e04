/* Clean: imports what it needs when it needs it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_import)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *json = PyImport_ImportModule("json");
    if (json == NULL) {
        return NULL;
    }
    PyObject *text = PyObject_CallMethod(json, "dumps", "O", argument);
    Py_DECREF(json);
    return text;
}
