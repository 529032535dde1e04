/* Takes the exception of a call with its traceback, and loses the traceback, which
   keeps the frame that failed, which keeps the frame that called it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(traceback_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *call)
{
    PyObject *result = PyObject_CallNoArgs(call);
    if (result != NULL) {
        return result;
    }
    PyObject *type, *exception, *traceback;
    PyErr_Fetch(&type, &exception, &traceback);
    Py_XDECREF(type);
    Py_XDECREF(exception);
#if !LEAKY
    Py_XDECREF(traceback);
#endif
    Py_RETURN_NONE;
}
