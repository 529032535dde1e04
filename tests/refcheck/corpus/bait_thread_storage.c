/* Clean: keeps its state in the storage of the thread, made on first use. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_thread_storage)

static Py_tss_t key = Py_tss_NEEDS_INIT;

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    if (PyThread_tss_create(&key) != 0) {
        return PyErr_NoMemory();
    }
    long *count = PyThread_tss_get(&key);
    if (count == NULL) {
        count = PyMem_RawCalloc(1, sizeof(*count));
        if (count == NULL || PyThread_tss_set(&key, count) != 0) {
            PyMem_RawFree(count);
            return PyErr_NoMemory();
        }
    }
    return PyLong_FromLong(++*count);
}
