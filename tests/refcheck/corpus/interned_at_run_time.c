/* Interns names that it meets at run time; CPython 3.12 keeps them for ever. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(interned_at_run_time)

static int serial;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *name = PyUnicode_FromFormat("column_%d", serial++);
#if LEAKY
    if (name != NULL) {
        PyUnicode_InternInPlace(&name);
    }
#endif
    return name;
}
