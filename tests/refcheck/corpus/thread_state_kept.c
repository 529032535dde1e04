/* Makes a thread state for a worker and never deletes it. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(thread_state_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyThreadState *worker = PyThreadState_New(PyInterpreterState_Get());
    if (worker == NULL) {
        return PyErr_NoMemory();
    }
#if !LEAKY
    PyThreadState_Clear(worker);
    PyThreadState_Delete(worker);
#endif
    Py_RETURN_NONE;
}
