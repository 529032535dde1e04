/* Clean: computes with ints of many digits, and keeps the last one. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_big_numbers)

static PyObject *number;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    if (number == NULL && (number = PyLong_FromLong(3)) == NULL) {
        return NULL;
    }
    PyObject *square = PyNumber_Multiply(number, number);
    PyObject *modulus = PyLong_FromString(
        "1000000000000000000000000000000000000000000000000000000007", NULL, 10);
    PyObject *next = square == NULL || modulus == NULL
        ? NULL : PyNumber_Remainder(square, modulus);
    Py_XDECREF(square);
    Py_XDECREF(modulus);
    if (next == NULL) {
        return NULL;
    }
    Py_SETREF(number, next);
    Py_INCREF(number);
    return number;
}
