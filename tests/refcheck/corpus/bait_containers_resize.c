/* Clean: grows and shrinks a list, a dict, a set, a bytearray and a str of every
   kind, some of them its own for ever. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_containers_resize)

static PyObject *list, *dict, *array;

static int
fill(int n)
{
    for (int i = 0; i < n; i++) {
        PyObject *number = PyLong_FromLong(100000L + i);
        if (number == NULL || PyList_Append(list, number) < 0
            || PyDict_SetItem(dict, number, number) < 0) {
            Py_XDECREF(number);
            return -1;
        }
        Py_DECREF(number);
    }
    return PyByteArray_Resize(array, 50 * n);
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    static int calls;
    if ((list == NULL && (list = PyList_New(0)) == NULL)
        || (dict == NULL && (dict = PyDict_New()) == NULL)
        || (array == NULL
            && (array = PyByteArray_FromStringAndSize("", 0)) == NULL)) {
        return NULL;
    }
    if (fill(calls++ % 40) < 0 || PyList_SetSlice(list, 0, 1000, NULL) < 0) {
        return NULL;
    }
    PyDict_Clear(dict);
    PyObject *text = PyUnicode_FromFormat("%c%c", 'A', 0x3b1);
    PyObject *wide = text == NULL ? NULL : PyUnicode_FromFormat("%c", 0x1f600);
    PyUnicode_AppendAndDel(&text, wide);
    return text;
}
