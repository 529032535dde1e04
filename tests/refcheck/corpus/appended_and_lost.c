/* Appends an object to the list that it is given, as it should, and loses a
   reference to it as well. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(appended_and_lost)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *row = PyUnicode_FromFormat("row %zd", PyObject_Size(argument));
    if (row == NULL) {
        return NULL;
    }
    if (PyList_Append(argument, row) < 0) {
        Py_DECREF(row);
        return NULL;
    }
#if !LEAKY
    Py_DECREF(row);
    if (PyList_SetSlice(argument, 0, 1, NULL) < 0) {
        return NULL;
    }
#endif
    Py_RETURN_NONE;
}
