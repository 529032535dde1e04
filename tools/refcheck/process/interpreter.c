/* Makes the calls, and lets the interpreter settle between them. */
#include "tools/refcheck/process/interpreter.h"

#include <string.h>
#include <unistd.h>

interpreter python;

/* --- Errors ---------------------------------------------------------------- */

void
fail_with_exception(const char *what)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = value == NULL ? NULL : PyObject_Str(value);
    const char *message = text == NULL ? NULL : PyUnicode_AsUTF8(text);
    rc_fail("%s raised %s%s%s", what,
            type == NULL ? "nothing" : ((PyTypeObject *)type)->tp_name,
            message != NULL && *message ? ": " : "",
            message != NULL ? message : "");
}

PyObject *
checked(PyObject *object, const char *what)
{
    if (object == NULL) {
        fail_with_exception(what);
    }
    return object;
}

/* --- The namespace ------------------------------------------------------------ */

/* For one check: what is called, and what it may raise. */
void
interpreter_prepare(const refcheck_options *options)
{
    python.raises = options->raises;
    python.expects = rc_shared->raises;
    python.code = checked(Py_CompileString(options->statement, "<statement>",
                                           Py_file_input),
                          "compiling the statement");
}

/* The object that an expression names, or NULL: borrowed from what holds it. */
PyObject *
interpreter_object(const char *name)
{
    PyObject *object = PyRun_String(name, Py_eval_input, python.namespace,
                                    python.namespace);
    if (object == NULL) {
        PyErr_Clear();
        return NULL;
    }
    Py_DECREF(object);
    return object;
}

PyObject *
interpreter_namespace(void)
{
    return python.namespace;
}

/* --- Call ------------------------------------------------------------------ */

static bool
is_expected(PyObject *type)
{
    const char *name = ((PyTypeObject *)type)->tp_name;
    const char *dot = strrchr(name, '.');
    return strcmp(name, python.raises) == 0
           || (dot != NULL && strcmp(dot + 1, python.raises) == 0);
}

/* From 3.11 on the interpreter's own arithmetic puts floats into the free list
   past their type's dealloc.  A call must find that list empty, or what it
   makes would stand in a block that another place made. */
static void
empty_float_free_list(void)
{
    PyObject *floats[128];      /* the list holds 100 */
    int n = 0;
    for (bool fresh = false; !fresh && n < 128; ) {
        uint64_t before = arena_serial();
        floats[n++] = checked(PyFloat_FromDouble(0.5), "making a float");
        fresh = arena_serial() != before;
    }
    while (n > 0) {
        Py_DECREF(floats[--n]);
    }
}

/* The first call's exception, in words: they are made of Python code. */
static void
note_raised(void)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = value == NULL ? NULL : PyObject_Str(value);
    const char *message = text == NULL ? NULL : PyUnicode_AsUTF8(text);
    snprintf(rc_shared->report.raised, sizeof(rc_shared->report.raised),
             "%s%s%s", ((PyTypeObject *)type)->tp_name,
             message != NULL && *message ? ": " : "",
             message != NULL ? message : "");
    Py_XDECREF(text);
    PyErr_Clear();
    PyErr_Restore(type, value, traceback);
}

/* Python's words, where it checks; of its fatal errors and assertions too. */
bool
contract_is_broken(const char *text)
{
    static const char *const words[] = {
        "without setting an e", "without exception set",
        "with an exception set", "with an error set",
        "(res != NULL) ^ (_PyErr_Occurred(tstate) != NULL)",
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strstr(text, words[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static bool
breaks_contract(void)
{
    PyObject *type, *value, *traceback;
    if (!PyErr_ExceptionMatches(PyExc_SystemError)) {
        return false;
    }
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = PyObject_Str(value);
    const char *message = text == NULL ? NULL : PyUnicode_AsUTF8(text);
    bool broken = message != NULL && contract_is_broken(message);
    if (broken) {
        rc_broken_contract(message);
    }
    Py_XDECREF(text);
    PyErr_Clear();
    PyErr_Restore(type, value, traceback);
    return broken;
}

static void
handle_exception(void)
{
    bool plain = arena_serial() == 0;
    /* Python's complaint stands in place of the exception that was announced. */
    bool broken = !plain && breaks_contract();
    if (python.raises != NULL && !broken && !is_expected(PyErr_Occurred())) {
        fail_with_exception("the statement");
    }
    if (plain && !python.expects && python.raises == NULL) {
        fail_with_exception("the statement");
    }
    if (!plain && rc_shared->report.calls == 0) {
        note_raised();
    }
}

/* Ends the exception that is set, and takes down what it says of a broken
   contract. */
static void
take_exception(char *broken, size_t size)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = type == PyExc_SystemError ? PyObject_Str(value) : NULL;
    const char *message = text == NULL ? NULL : PyUnicode_AsUTF8(text);
    if (message != NULL && strstr(message, "error return without") != NULL) {
        message = "a function returned NULL without setting an exception";
    }
    if (message != NULL && contract_is_broken(message)) {
        rc_set_string(broken, size, message);
    }
    PyErr_Clear();
    Py_XDECREF(text);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

/* Python's words, which does not check a call that was specialized. */
static const char unchecked_result[] =
    "a function returned a result with an exception set";

bool
interpreter_try(char *broken, size_t size)
{
    empty_float_free_list();
    broken[0] = '\0';
    pid_t process = getpid();
    record_new_call();
    failing_new_call();
    window_open();
    PyObject *result = PyEval_EvalCode(python.code, python.namespace,
                                       python.namespace);
    bool raised = result == NULL;
    Py_XDECREF(result);
    if (raised && !PyErr_ExceptionMatches(PyExc_SystemError)) {
        PyErr_Clear();
    }
    window_close();
    if (getpid() != process) {
        _exit(0);               /* as in interpreter_call() */
    }
    if (!raised && PyErr_Occurred()) {
        rc_set_string(broken, size, unchecked_result);
        PyErr_Clear();
    }
    else if (raised && PyErr_Occurred()) {
        take_exception(broken, size);
    }
    rc_shared->report.calls++;
    return raised;
}

void
interpreter_call(void)
{
    if (failing_repeated()) {
        char broken[1];
        (void)interpreter_try(broken, sizeof(broken));
        return;
    }
    if (arena_serial() != 0) {
        empty_float_free_list();
    }
    record_new_call();
    python.forked = 0;
    window_open();
    PyObject *result = PyEval_EvalCode(python.code, python.namespace,
                                       python.namespace);
    if (python.forked) {
        _exit(0);               /* the child that the statement made ends here */
    }
    if (result == NULL) {
        window_close();
        handle_exception();
        window_open();
        PyErr_Clear();
    }
    else if (PyErr_Occurred() && arena_serial() != 0) {
        rc_broken_contract(unchecked_result);
        PyErr_Clear();
    }
    else if (PyErr_Occurred()) {
        /* Whoever looks next for an exception of his own finds this one. */
        window_close();
        fail_with_exception("the statement");
    }
    else if (python.raises != NULL) {
        window_close();
        rc_fail("the statement should have raised %s, and raised nothing",
                python.raises);
    }
    Py_XDECREF(result);
    window_close();
    rc_shared->report.calls++;
}

/* What Python keeps for later goes: cycles, free lists, and the cache of
   attribute look-ups, which holds on to names. */
void
interpreter_settle(void)
{
    Py_DECREF(checked(PyObject_CallObject(python.collect, NULL), "gc.collect"));
    PyType_ClearCache();
}

long
interpreter_allocated_blocks(void)
{
    PyObject *get = PySys_GetObject("getallocatedblocks");  /* borrowed */
    PyObject *n = checked(PyObject_CallObject(get, NULL), "counting blocks");
    long blocks = PyLong_AsLong(n);
    Py_DECREF(n);
    return blocks;
}
