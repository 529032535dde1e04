/* Clean: keeps its last eight results, so that eight calls grow and then none. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_ring_of_eight)

static PyObject *ring[8];
static unsigned int calls;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *result = PyUnicode_FromFormat("result %u", calls);
    if (result == NULL) {
        return NULL;
    }
    /* Not ring[calls++ % 8]: Py_XSETREF evaluates it twice before 3.12. */
    PyObject **slot = &ring[calls % 8];
    calls++;
    Py_XSETREF(*slot, result);
    Py_RETURN_NONE;
}
