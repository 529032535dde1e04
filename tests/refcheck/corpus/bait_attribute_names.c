/* Clean: looks up attributes by names made at run time; CPython's cache of
   look-ups keeps such a name until another takes its place. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_attribute_names)

static int serial;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    char name[40];
    int found = 0;
    for (int i = 0; i < 5; i++) {
        snprintf(name, sizeof(name), "attribute_%d", serial++);
        found += PyObject_HasAttrString(argument, name);
    }
    return PyLong_FromLong(found);
}
