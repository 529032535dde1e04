/* Clears a slot by Py_CLEAR(slots[i++]), a macro that looked at its argument
   twice up to 3.11: every other object is lost. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(clear_evaluates_twice)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *slots[4] = {NULL};
    for (int i = 0; i < 4; i++) {
        slots[i] = PyUnicode_FromFormat("%p %d", argument, i);
    }
    for (int i = 0; i < 4; ) {
#if LEAKY
        Py_CLEAR(slots[i++]);
#else
        Py_CLEAR(slots[i]);
        i++;
#endif
    }
    return PyErr_Occurred() ? NULL : PyLong_FromLong(4);
}
