/* Makes a value in the call that puts it into a dict; the dict takes a
   reference of its own. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(dict_value_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *dict = PyDict_New();
    if (dict == NULL) {
        return NULL;
    }
    int failed;
#if LEAKY
    failed = PyDict_SetItemString(dict, "text", PyObject_Repr(argument));
#else
    PyObject *text = PyObject_Repr(argument);
    failed = text == NULL || PyDict_SetItemString(dict, "text", text) < 0;
    Py_XDECREF(text);
#endif
    if (failed) {
        Py_CLEAR(dict);
    }
    return dict;
}
