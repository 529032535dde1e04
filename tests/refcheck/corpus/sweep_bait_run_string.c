/* Runs Python source: CPython itself loses things there when memory runs out. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_bait_run_string)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *names = PyDict_New();
    if (names == NULL || PyDict_SetItemString(names, "argument", argument) < 0) {
        Py_XDECREF(names);
        return NULL;
    }
    PyObject *result = PyRun_String("{'a': [argument]}", Py_eval_input, names,
                                    names);
    Py_DECREF(names);
    return result;
}
