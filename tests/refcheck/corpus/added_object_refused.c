/* Does not look whether PyModule_AddObject() took the object over: it does so
   only when it succeeds. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(added_object_refused)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *names = PyList_New(0);
    if (names == NULL) {
        return NULL;
    }
    if (PyModule_AddObject(argument, "names", names) < 0) {
#if !LEAKY
        Py_DECREF(names);
#endif
        return NULL;
    }
    Py_RETURN_NONE;
}
