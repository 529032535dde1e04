/* Releases what has the wrong type, and then names the type in its message. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(named_after_release)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *text = PyObject_Repr(argument);
    if (text == NULL) {
        return NULL;
    }
    if (!PyBytes_Check(text)) {
#if LEAKY
        Py_DECREF(text);
        PyErr_Format(PyExc_TypeError, "got a %s", Py_TYPE(text)->tp_name);
#else
        PyErr_Format(PyExc_TypeError, "got a %s", Py_TYPE(text)->tp_name);
        Py_DECREF(text);
#endif
        return NULL;
    }
    return text;
}
