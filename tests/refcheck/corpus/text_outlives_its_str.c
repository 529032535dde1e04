/* Reads the UTF-8 form of a str that it has released. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(text_outlives_its_str)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *text = PyObject_Repr(argument);
    const char *utf8 = text == NULL ? NULL : PyUnicode_AsUTF8(text);
#if LEAKY
    Py_XDECREF(text);
    return utf8 == NULL ? NULL : PyLong_FromLong(utf8[5]);
#else
    PyObject *letter = utf8 == NULL ? NULL : PyLong_FromLong(utf8[5]);
    Py_XDECREF(text);
    return letter;
#endif
}
