/* Clean: makes and frees hundreds of objects of the types that CPython keeps
   free lists for, so that these fill up. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_free_lists)

static PyObject *
new_object(int n)
{
    switch (n % 5) {
    case 0:
        return PyFloat_FromDouble(n + 0.5);
    case 1:
        return Py_BuildValue("(iii)", n, n, n);
    case 2:
        return Py_BuildValue("[i]", n);
    case 3:
        return Py_BuildValue("{s:i}", "n", n);
    default:
        return PyUnicode_FromFormat("number %d", n);
    }
}

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *objects[300];
    int made = 0;
    while (made < 300) {
        objects[made] = new_object(made);
        if (objects[made] == NULL) {
            break;
        }
        made++;
    }
    for (int i = 0; i < made; i++) {
        Py_DECREF(objects[i]);
    }
    if (made < 300) {
        return NULL;
    }
    Py_RETURN_NONE;
}
