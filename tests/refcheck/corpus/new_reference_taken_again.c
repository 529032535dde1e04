/* Takes a reference to what it already owns before it returns it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(new_reference_taken_again)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *text = PyObject_Str(argument);
    if (text == NULL) {
        return NULL;
    }
    PyObject *result = PyUnicode_AsUTF8String(text);
    Py_DECREF(text);
#if LEAKY
    Py_XINCREF(result);
#endif
    return result;
}
