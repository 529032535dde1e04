/* Never frees the text that CPython made of a number: it is the caller's. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(number_text_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    double number = PyFloat_AsDouble(argument);
    if (number == -1.0 && PyErr_Occurred()) {
        return NULL;
    }
    char *text = PyOS_double_to_string(number, 'g', 17, 0, NULL);
    if (text == NULL) {
        return NULL;
    }
    PyObject *result = PyUnicode_FromString(text);
#if !LEAKY
    PyMem_Free(text);
#endif
    return result;
}
