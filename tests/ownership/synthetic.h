// Functions whose contracts are known, for the prover to find out.
#ifndef SYNTHETIC_H
#define SYNTHETIC_H

#include <Python.h>

static PyObject *
fail_with(PyObject *exception)
{
    PyErr_SetString(exception, "as asked");
    return NULL;
}

static int
borrow(PyObject *o)
{
    return Py_REFCNT(o) > 0 ? 0 : -1;
}

#define borrow_once_kept borrow

static int
steal_always(PyObject *o, int fail)
{
    Py_DECREF(o);
    return fail ? (fail_with(PyExc_ValueError), -1) : 0;
}

static int
steal_on_success(PyObject *o, int fail)
{
    if (fail) {
        fail_with(PyExc_ValueError);
        return -1;
    }
    Py_DECREF(o);
    return 0;
}

static int
steal_on_failure(PyObject *o, int fail)
{
    if (fail) {
        Py_DECREF(o);
        fail_with(PyExc_ValueError);
        return -1;
    }
    return 0;
}

static int
refuse(PyObject *o)
{
    (void)o;
    fail_with(PyExc_ValueError);
    return -1;
}

// A holder that no collector can see.
static int
keep_hidden(PyObject *o)
{
    static PyObject *holder;
    PyObject *old = holder;
    Py_INCREF(o);
    holder = o;
    Py_XDECREF(old);
    return 0;
}

static int
keep_in_list(PyObject *list, PyObject *o)
{
    return PyList_Append(list, o);
}

static PyObject *
keep_in_result(PyObject *o)
{
    return PyTuple_Pack(1, o);
}

static PyObject *
same_object(PyObject *o)
{
    Py_INCREF(o);
    return o;
}

static PyObject *
lend_first(PyObject *list)
{
    return PyList_GetItem(list, 0);
}

// The second of two lends.
// A range holds its start, and no collector can see it.
static PyObject *
lend_hidden(PyObject *range)
{
    return *(PyObject **)(range + 1);
}

static PyObject *
lend_of_second(PyObject *first, PyObject *second)
{
    (void)first;
    return PyTuple_GetItem(second, 0);
}

static PyObject *
lend_static(void)
{
    static PyObject *kept;
    if (kept == NULL) {
        kept = PyBytes_FromString("kept for good");
    }
    return kept;
}

// What it lends belongs to somebody else, as with a weak reference.
static PyObject *
lend_of_others(PyObject **place)
{
    return *place;
}

// A borrowed place, and a new result.
static PyObject *
new_and_lent(PyObject *list, PyObject **first)
{
    *first = PyList_GetItem(list, 0);
    return PyList_GetSlice(list, 0, 1);
}

// A borrowed result, and a new place.
static PyObject *
lent_and_new(PyObject *list, PyObject **copy)
{
    *copy = PyList_GetSlice(list, 0, 1);
    return PyList_GetItem(list, 0);
}

static int
replace(PyObject **o)
{
    PyObject *pair = PyTuple_Pack(1, *o);
    Py_SETREF(*o, pair);
    return pair != NULL ? 0 : -1;
}

// Without memory it leaves the variable as it was.
static int
replace_or_leave(PyObject **o)
{
    PyObject *list = PyList_New(1);
    if (list == NULL) {
        return -1;
    }
    PyList_SET_ITEM(list, 0, *o);
    *o = list;
    return 0;
}

static PyObject *
nothing_to_say(PyObject *o)
{
    (void)o;
    return NULL;
}

static PyObject *
steal_into_result(PyObject *o)
{
    PyObject *tuple = PyTuple_New(1);
    if (tuple == NULL) {
        Py_DECREF(o);
        return NULL;
    }
    PyTuple_SET_ITEM(tuple, 0, o);
    return tuple;
}

static void
raise_it(PyObject *o)
{
    PyErr_SetObject(PyExc_ValueError, o);
}

static PyObject *
raise_and_return(PyObject *o, PyObject *result)
{
    raise_it(o);
    Py_XINCREF(result);
    return result;
}

// A hidden holder that can be emptied.
static void
keep_until_cleared(PyObject *o)
{
    static PyObject *holder;
    Py_XINCREF(o);
    Py_XSETREF(holder, o);
}

// As the format says: "N" steals the object, "O" does not.
static int
take_by_format(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    for (; *format != '\0'; format++) {
        PyObject *o = va_arg(arguments, PyObject *);
        if (*format == 'N') {
            Py_DECREF(o);
        }
    }
    va_end(arguments);
    return 0;
}

// --- Bugs: no row is right for these ---------------------------------------------

static int
leak_argument(PyObject *o)
{
    Py_INCREF(o);
    return 0;
}

static int
leak_temporary(PyObject *o)
{
    PyObject *text = PyObject_Repr(o);
    return text != NULL ? 0 : -1;
}

// It forgets what was in the variable.
static int
leak_when_out_of_memory(PyObject **o)
{
    PyObject *list = PyList_New(1);
    if (list == NULL) {
        *o = NULL;
        return -1;
    }
    PyList_SET_ITEM(list, 0, *o);
    *o = list;
    return 0;
}

// It leaves what is not there any more.
static int
free_when_out_of_memory(PyObject **o)
{
    PyObject *list = PyList_New(1);
    if (list == NULL) {
        Py_DECREF(*o);
        return -1;
    }
    PyList_SET_ITEM(list, 0, *o);
    *o = list;
    return 0;
}

static PyObject *
steal_when_out_of_memory(PyObject *o)
{
    PyObject *list = PyList_New(1);
    if (list == NULL) {
        Py_DECREF(o);
        return NULL;
    }
    Py_INCREF(o);
    PyList_SET_ITEM(list, 0, o);
    return list;
}

#endif
