/* push(history, line, text) puts a message before the others of a list,
   push_all(history, texts) puts the items of any iterable there. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: push */
static PyObject *
push(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *history, *text;
    Py_ssize_t line;
    if (!PyArg_ParseTuple(args, "O!nU",
                          &PyList_Type, &history, &line, &text)) {
        return NULL;
    }
    PyObject *message = PyUnicode_FromFormat("line %zd: %U", line, text);
    if (message == NULL) {
        return NULL;
    }
    int failed = PyList_Insert(history, 0, message);
    if (failed) {
        return NULL;
    }
    Py_RETURN_NONE;
}
/* end: push */

/* snippet: push_all */
static PyObject *
push_all(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *history, *texts;
    if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &history, &texts)) {
        return NULL;
    }
    PyObject *messages = PySequence_List(texts);
    if (messages == NULL) {
        return NULL;
    }
    int failed = PyList_SetSlice(history, 0, 0, messages);
    if (failed) {
        return NULL;
    }
    Py_RETURN_NONE;
}
/* end: push_all */

static PyMethodDef methods[] = {
    {"push", push, METH_VARARGS,
     PyDoc_STR("push(history, line, text)")},
    {"push_all", push_all, METH_VARARGS,
     PyDoc_STR("push_all(history, texts)")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "insert_does_not_steal",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_insert_does_not_steal(void)
{
    return PyModuleDef_Init(&module);
}
