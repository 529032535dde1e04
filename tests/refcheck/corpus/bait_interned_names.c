/* Clean: interns the names of its attributes, each on its first use. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_interned_names)

static const char *const texts[] = {"width", "height", "depth", "weight", "color"};
static PyObject *names[5];
static int calls;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    int i = calls++ % 5;
    if (names[i] == NULL
        && (names[i] = PyUnicode_InternFromString(texts[i])) == NULL) {
        return NULL;
    }
    return PyBool_FromLong(PyObject_HasAttr(argument, names[i]));
}
