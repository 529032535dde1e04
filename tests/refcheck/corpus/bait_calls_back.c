/* Clean: calls what it is given, which may do anything, call it again for one. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_calls_back)

static int depth;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    depth++;
    PyObject *result = PyObject_CallFunction(argument, "i", depth);
    depth--;
    return result;
}
