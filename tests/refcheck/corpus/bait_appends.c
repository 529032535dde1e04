/* Clean: appends to the list, or sets in the dict, that it is given. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_appends)

static int serial;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *row = PyUnicode_FromFormat("row %d", serial++);
    if (row == NULL) {
        return NULL;
    }
    int failed;
    if (PyList_Check(argument)) {
        failed = PyList_Append(argument, row);
    }
    else if (PyDict_Check(argument)) {
        failed = PyDict_SetItem(argument, row, row);
    }
    else {
        PyObject *rows = PyObject_GetAttrString(argument, "rows");
        failed = rows == NULL ? -1 : PyList_Append(rows, row);
        Py_XDECREF(rows);
    }
    Py_DECREF(row);
    if (failed) {
        return NULL;
    }
    Py_RETURN_NONE;
}
