/* Clean: appends one and the same object to the list that it is given. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_appends_the_same)

static PyObject *mark;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    if (mark == NULL && (mark = PyUnicode_FromString("a mark")) == NULL) {
        return NULL;
    }
    if (PyList_Append(argument, mark) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}
