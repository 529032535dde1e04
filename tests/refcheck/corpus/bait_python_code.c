/* Clean: runs Python code, imports, interns a string, and eats an exception. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_python_code)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *re = PyImport_ImportModule("re");
    if (re == NULL) {
        return NULL;
    }
    PyObject *text = PyObject_CallMethod(re, "sub", "sss", "a+", "b", "caaat");
    Py_DECREF(re);
    if (text == NULL) {
        return NULL;
    }
    Py_DECREF(text);

    PyObject *none = PyObject_GetAttrString(argument, "no_such_attribute");
    if (none != NULL) {
        Py_DECREF(none);
    }
    else {
        PyErr_Clear();
    }

    PyObject *interned = PyUnicode_InternFromString("interned by the bait");
    if (interned == NULL) {
        return NULL;
    }
    Py_DECREF(interned);

    PyObject *globals = PyDict_New();
    if (globals == NULL) {
        return NULL;
    }
    PyObject *squares = PyRun_String("[x * x for x in range(50)]",
                                     Py_eval_input, globals, globals);
    Py_DECREF(globals);
    return squares;
}
