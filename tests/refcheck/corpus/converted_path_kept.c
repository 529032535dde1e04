/* Never releases the bytes that a converter of PyArg_Parse() made. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(converted_path_kept)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *path;
    if (!PyArg_Parse(argument, "O&", PyUnicode_FSConverter, &path)) {
        return NULL;
    }
    const char *dot = strrchr(PyBytes_AS_STRING(path), '.');
    PyObject *result = PyUnicode_FromString(dot == NULL ? "" : dot);
#if !LEAKY
    Py_DECREF(path);
#endif
    return result;
}
