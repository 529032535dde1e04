/* Borrows an item, then lets other threads run until one of them answers: it may
   drop the item's last owner. */
#include "tests/refcheck/corpus/corpus.h"

#include <unistd.h>

CORPUS_MODULE(item_while_others_run)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *list;
    int socket;
    if (!PyArg_ParseTuple(argument, "Oi", &list, &socket)) {
        return NULL;
    }
    PyObject *item = PyList_GetItem(list, 0);
    if (item == NULL) {
        return NULL;
    }
#if !LEAKY
    Py_INCREF(item);
#endif
    char answer = '?';
    Py_ssize_t n;
    Py_BEGIN_ALLOW_THREADS
    n = write(socket, &answer, 1) + read(socket, &answer, 1);
    Py_END_ALLOW_THREADS
    PyObject *result = PySequence_Repeat(item, n);
#if !LEAKY
    Py_DECREF(item);
#endif
    return result;
}
