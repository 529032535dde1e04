/* send_first(outbox, socket) sends the first message of a list, waits for a byte
   in answer, and returns both; an empty answer: the other side has closed. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <sys/socket.h>

/* snippet: send_first */
static PyObject *
send_first(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *outbox;
    int socket;
    if (!PyArg_ParseTuple(args, "O!i", &PyList_Type, &outbox, &socket)) {
        return NULL;
    }
    PyObject *message = PyList_GetItem(outbox, 0);
    if (message == NULL) {
        return NULL;
    }
    char *text;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(message, &text, &length) < 0) {
        return NULL;
    }
    char answer;
    Py_ssize_t got = -1;
    Py_BEGIN_ALLOW_THREADS
    if (send(socket, text, length, MSG_NOSIGNAL) == length) {
        got = recv(socket, &answer, 1, 0);
    }
    Py_END_ALLOW_THREADS
    PyObject *both = NULL;
    if (got < 0) {
        PyErr_SetFromErrno(PyExc_OSError);
    }
    else {
        both = Py_BuildValue("Oy#", message, &answer, got);
    }
    return both;
}
/* end: send_first */

static PyMethodDef methods[] = {
    {"send_first", send_first, METH_VARARGS,
     PyDoc_STR("send_first(outbox, socket) -> (message, answer)")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "borrowed_without_gil",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_borrowed_without_gil(void)
{
    return PyModuleDef_Init(&module);
}
