/* Clean: parses arguments of many kinds, some of which it must free and some of
   which it must not. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_parsed_arguments)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    static char *names[] = {"name", "path", "data", "rest", NULL};
    const char *name;
    char *encoded = NULL;
    PyObject *path = NULL, *rest = Py_None;
    Py_buffer data;
    PyObject *none = PyTuple_New(0);
    if (none == NULL) {
        return NULL;
    }
    int parsed = PyArg_ParseTupleAndKeywords(
        none, argument, "|$sO&y*O", names, &name, PyUnicode_FSConverter, &path,
        &data, &rest);
    Py_DECREF(none);
    if (!parsed) {
        return NULL;
    }
    PyObject *text = PyUnicode_FromString(name);
    if (text != NULL && PyArg_Parse(text, "es", "utf-8", &encoded)) {
        Py_SETREF(text, Py_BuildValue("(sNnO)", encoded, path, data.len, rest));
        path = NULL;
    }
    PyMem_Free(encoded);
    Py_XDECREF(path);
    PyBuffer_Release(&data);
    return text;
}
