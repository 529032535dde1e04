/* Takes references to immortal objects; where LEAKY is 1, it keeps one a call. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* What is lost where LEAKY is 1. */
static void
release(PyObject *object)
{
#if LEAKY
    (void)object;
#else
    Py_XDECREF(object);
#endif
}

static PyObject *
none_taken_again(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
#if LEAKY
    Py_INCREF(Py_None);
#endif
    Py_RETURN_NONE;
}

/* list.append() returns None: a new reference, as any other result. */
static PyObject *
result_of_method(PyObject *Py_UNUSED(module), PyObject *list)
{
    PyObject *result = PyObject_CallMethod(list, "reverse", NULL);
    if (result == NULL) {
        return NULL;
    }
    release(result);
    return PyFloat_FromDouble(0.5);
}

static PyObject *
result_of_call(PyObject *Py_UNUSED(module), PyObject *function)
{
    PyObject *result = PyObject_CallNoArgs(function);
    if (result == NULL) {
        return NULL;
    }
    release(result);
    Py_RETURN_NONE;
}

static PyObject *
result_of_comparison(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *same = PyObject_RichCompare(argument, argument, Py_EQ);
    if (same == NULL) {
        return NULL;
    }
    int truth = PyObject_IsTrue(same);
    release(same);
    return PyFloat_FromDouble(truth);
}

static PyObject *
small_int(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *two = PyLong_FromLong(2);
    PyObject *twice = PyNumber_Multiply(argument, two);
    release(two);
    return twice;
}

/* PyList_Append() does not steal. */
static PyObject *
appended(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *list = PyList_New(0);
    PyObject *one = PyLong_FromLong(1);
    int failed = PyList_Append(list, one);
    release(one);
    if (failed) {
        Py_CLEAR(list);
    }
    return list;
}

static PyObject *
dict_value(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *dict = PyDict_New();
    PyObject *value = PyBool_FromLong(1);
    if (PyDict_SetItemString(dict, "value", value) < 0) {
        Py_CLEAR(dict);
    }
    release(value);
    return dict;
}

static PyObject *
interned(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *name = PyUnicode_InternFromString("real");
    PyObject *value = PyObject_GetAttr(argument, name);
    release(name);
    return value;
}

/* One letter is one of 256 strings that are there from the start. */
static PyObject *
letter(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *first = PySequence_GetItem(argument, 0);
    if (first == NULL) {
        return NULL;
    }
    Py_UCS4 c = PyUnicode_READ_CHAR(first, 0);
    release(first);
    return PyLong_FromUnsignedLong(c);
}

/* "O" takes a reference of its own; "N" takes this one. */
static PyObject *
built(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
#if LEAKY
    return Py_BuildValue("(Oi)", PyLong_FromLong(7), 1000);
#else
    return Py_BuildValue("(Ni)", PyLong_FromLong(7), 1000);
#endif
}

static PyObject *
attribute(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *doc = PyObject_GetAttrString(argument, "doc");
    if (doc == NULL) {
        return NULL;
    }
    release(doc);
    Py_RETURN_TRUE;
}

static PyObject *
on_error(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *zero = PyLong_FromLong(0);
    PyObject *sum = PyNumber_Add(argument, zero);
    if (sum == NULL) {
        release(zero);
        return NULL;
    }
    Py_DECREF(zero);
    return sum;
}

/* PyErr_SetObject() does not steal. */
static PyObject *
error_value(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *code = PyLong_FromLong(3);
    PyErr_SetObject(PyExc_ValueError, code);
    release(code);
    return NULL;
}

static PyMethodDef methods[] = {
    {"none_taken_again", none_taken_again, METH_O, NULL},
    {"result_of_method", result_of_method, METH_O, NULL},
    {"result_of_call", result_of_call, METH_O, NULL},
    {"result_of_comparison", result_of_comparison, METH_O, NULL},
    {"small_int", small_int, METH_O, NULL},
    {"appended", appended, METH_O, NULL},
    {"dict_value", dict_value, METH_O, NULL},
    {"interned", interned, METH_O, NULL},
    {"letter", letter, METH_O, NULL},
    {"built", built, METH_O, NULL},
    {"attribute", attribute, METH_O, NULL},
    {"on_error", on_error, METH_O, NULL},
    {"error_value", error_value, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "taken",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_taken(void)
{
    return PyModuleDef_Init(&definition);
}
