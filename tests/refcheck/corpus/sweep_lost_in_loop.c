/* Loses the items of a loop's earlier turns when a later one fails. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(sweep_lost_in_loop)

enum { ITEMS = 4 };

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *item[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
        item[i] = PyUnicode_FromFormat("%d %R", i, argument);
        if (item[i] == NULL) {
#if !LEAKY
            while (i-- > 0) {
                Py_DECREF(item[i]);
            }
#endif
            return NULL;
        }
    }
    for (int i = 0; i < ITEMS; i++) {
        Py_DECREF(item[i]);
    }
    Py_RETURN_NONE;
}
