/* Reads the first line of a file, which stays open where it is not empty. */
#include "tests/refcheck/corpus/corpus.h"

#include <stdio.h>

CORPUS_MODULE(resource_fopen)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char line[80];
    FILE *file = fopen("/proc/self/status", "r");
    if (file == NULL) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    PyObject *result = NULL;
    if (fgets(line, sizeof(line), file) != NULL) {
        result = PyUnicode_FromString(line);
#if LEAKY
        return result;
#endif
    }
    fclose(file);
    if (result == NULL && !PyErr_Occurred()) {
        PyErr_SetString(PyExc_EOFError, "the file is empty");
    }
    return result;
}
