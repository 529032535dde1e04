/* checksum(sentence) returns the check value of an NMEA sentence: the XOR of
   the bytes between its "$" and its "*". */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

/* snippet: checksum */
static PyObject *
checksum(PyObject *Py_UNUSED(module), PyObject *sentence)
{
    if (!PyBytes_Check(sentence)) {
        PyErr_SetString(PyExc_TypeError, "a sentence is a bytes object");
        return NULL;
    }
    /* The caller holds the sentence for us until we return. */
    const char *dollar = strchr(PyBytes_AS_STRING(sentence), '$');
    const char *star = strchr(PyBytes_AS_STRING(sentence), '*');
    if (dollar == NULL || star == NULL) {
        return PyErr_Format(PyExc_ValueError, "%R is no sentence", sentence);
    }
    int sum = 0;
    for (const char *byte = dollar + 1; byte < star; byte++) {
        sum ^= (unsigned char)*byte;
    }
    return PyLong_FromLong(sum);
}
/* end: checksum */

static PyMethodDef methods[] = {
    {"checksum", checksum, METH_O,
     PyDoc_STR("checksum(sentence) -> int")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "argument_kept",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_argument_kept(void)
{
    return PyModuleDef_Init(&module);
}
