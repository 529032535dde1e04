/* Functions whose ledgers are hard to come by: what they lose, they lose in
   another thread, in every other call, after it was moved, or among much else.
   They check nothing that does not belong to it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

/* Loses a list in every other call. */
static PyObject *
now_and_then(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    static int calls;
    PyObject *list = PyList_New(0);
    if (++calls % 2 == 0) {
        Py_XDECREF(list);
    }
    Py_RETURN_NONE;
}

/* Takes one reference too many to an object that has moved. */
static PyObject *
moved(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *letters = PyBytes_FromStringAndSize(NULL, 100);
    memset(PyBytes_AS_STRING(letters), 'x', 100);
    _PyBytes_Resize(&letters, 50);
    Py_INCREF(letters);
    return letters;
}

static void *
take(void *argument)
{
    PyGILState_STATE state = PyGILState_Ensure();
    Py_INCREF((PyObject *)argument);
    PyGILState_Release(state);
    return NULL;
}

static PyObject *
in_a_thread(PyObject *Py_UNUSED(module), PyObject *argument)
{
    pthread_t thread;
    pthread_create(&thread, NULL, take, argument);
    Py_BEGIN_ALLOW_THREADS
    pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

/* Each turn does something else, so that no two look the same. */
static PyObject *
too_often(PyObject *Py_UNUSED(module), PyObject *argument)
{
    for (int i = 0; i < 12000; i++) {
        Py_INCREF(argument);
        PyObject *tuple = i % 7 == i % 5 ? PyTuple_Pack(1, argument) : NULL;
        Py_DECREF(argument);
        Py_XDECREF(tuple);
    }
    Py_INCREF(argument);
    Py_RETURN_NONE;
}

/* The kernel fills buffers that are made while the argument is watched. */
static PyObject *
beside_a_read(PyObject *Py_UNUSED(module), PyObject *argument)
{
    ssize_t all = 0;
    int file = open("/dev/zero", O_RDONLY);
    for (int i = 0; i < 4; i++) {
        PyObject *letters = PyBytes_FromStringAndSize(NULL, 300);
        all += read(file, PyBytes_AS_STRING(letters), 300);
        Py_DECREF(letters);
    }
    close(file);
    if (all < 1200) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    Py_INCREF(argument);
    Py_RETURN_NONE;
}

/* A text has no buffer of its own, and is exported all the same. */
static PyObject *
text_exported(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer view;
    if (!PyArg_ParseTuple(arguments, "s*", &view)) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* The second and the third of three lists are lost. */
static PyObject *
two_of_three(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *first = PyList_New(0);
    PyObject *second = PyList_New(0);
    PyObject *third = PyList_New(0);
    Py_DECREF(first);
    return PyBool_FromLong(second != NULL && third != NULL);
}

/* What a call returns is given back by Python; that is not the mistake. */
static PyObject *
returned(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_INCREF(argument);        /* the mistake */
    if (PyObject_IsTrue(argument) < 0) {
        return NULL;
    }
    Py_INCREF(argument);
    return argument;
}

static PyMethodDef methods[] = {
    {"now_and_then", now_and_then, METH_O, NULL},
    {"moved", moved, METH_O, NULL},
    {"in_a_thread", in_a_thread, METH_O, NULL},
    {"too_often", too_often, METH_O, NULL},
    {"beside_a_read", beside_a_read, METH_O, NULL},
    {"text_exported", text_exported, METH_VARARGS, NULL},
    {"two_of_three", two_of_three, METH_O, NULL},
    {"returned", returned, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "steps",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_steps(void)
{
    return PyModuleDef_Init(&definition);
}
