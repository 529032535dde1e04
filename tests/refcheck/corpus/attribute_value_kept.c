/* Sets an attribute to a new object and does not release it: the attribute
   takes a reference of its own. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(attribute_value_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *errors = PyList_New(0);
    if (errors == NULL) {
        return NULL;
    }
    int failed = PyObject_SetAttrString(argument, "errors", errors);
#if !LEAKY
    Py_DECREF(errors);
#endif
    if (failed) {
        return NULL;
    }
    Py_RETURN_NONE;
}
