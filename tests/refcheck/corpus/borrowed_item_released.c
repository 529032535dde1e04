/* Releases an item that its tuple still owns. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(borrowed_item_released)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *item = PyTuple_GetItem(argument, 0);
    if (item == NULL) {
        return NULL;
    }
    PyObject *text = PyObject_Str(item);
#if LEAKY
    Py_DECREF(item);
#endif
    return text;
}
