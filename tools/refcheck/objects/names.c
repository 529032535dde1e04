/* Words for an object that was found: how the statement reaches it, and its
   repr().  Both come last, for the repr() of an object that is broken may do
   anything. */
#include "tools/refcheck/objects/census.h"

#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { REPR_SECONDS = 1, REPR_ITEMS = 100 };

/* --- Names ----------------------------------------------------------------------- */

static bool
name_entry(char *buffer, size_t size, const char *format, const char *base,
           PyObject *key)
{
    const char *text = PyUnicode_Check(key) ? PyUnicode_AsUTF8(key) : NULL;
    if (text == NULL) {
        PyErr_Clear();
        return false;
    }
    snprintf(buffer, size, format, base, text);
    return true;
}

/* "names[2]", "m.label", "table['key']", one level deep. */
static bool
name_within(PyObject *holder, const char *base, PyObject *object, char *buffer,
            size_t size)
{
    PyObject *key, *value;
    bool module = PyModule_Check(holder);
    PyObject *dict = module ? PyModule_GetDict(holder) : holder;
    if (PyDict_Check(dict)) {
        for (Py_ssize_t i = 0; PyDict_Next(dict, &i, &key, &value); ) {
            if (value == object) {
                return name_entry(buffer, size, module ? "%s.%s" : "%s['%s']",
                                  base, key);
            }
        }
    }
    else if (PyList_Check(holder) || PyTuple_Check(holder)) {
        for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(holder); i++) {
            if (PySequence_Fast_GET_ITEM(holder, i) == object) {
                snprintf(buffer, size, "%s[%zd]", base, i);
                return true;
            }
        }
    }
    return false;
}

static void
name_of(PyObject *object, char *buffer, size_t size)
{
    PyObject *key, *value, *namespace = interpreter_namespace();
    for (int depth = 0; depth < 2; depth++) {
        for (Py_ssize_t i = 0; PyDict_Next(namespace, &i, &key, &value); ) {
            const char *name = PyUnicode_AsUTF8(key);
            if (name == NULL || name[0] == '_') {
                PyErr_Clear();
            }
            else if (depth == 0 && value == object) {
                rc_set_string(buffer, size, name);
                return;
            }
            else if (depth == 1
                     && name_within(value, name, object, buffer, size)) {
                return;
            }
        }
    }
}

/* --- repr() ---------------------------------------------------------------------- */

static void
give_up(int Py_UNUSED(number))
{
    _exit(0);
}

/* What would take long, or say nothing. */
static bool
is_worth_a_repr(PyObject *object)
{
    if (PyModule_Check(object)) {
        return false;
    }
    Py_ssize_t n = PyList_CheckExact(object) || PyTuple_CheckExact(object)
        ? PySequence_Fast_GET_SIZE(object)
        : PyDict_CheckExact(object) ? PyDict_Size(object)
        : PyAnySet_CheckExact(object) ? PySet_GET_SIZE(object) : 0;
    return n <= REPR_ITEMS;
}

void
names_repr(PyObject *object, char *buffer, size_t size)
{
    PyObject *repr = is_worth_a_repr(object) ? PyObject_Repr(object) : NULL;
    const char *text = repr == NULL ? NULL : PyUnicode_AsUTF8(repr);
    if (text != NULL) {
        size_t n = strlen(text);
        if (n < size) {
            memcpy(buffer, text, n + 1);
        }
        else {
            for (n = size - 4; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80; ) {
                n--;            /* not within a character */
            }
            memcpy(buffer, text, n);
            memcpy(buffer + n, "...", 4);
        }
    }
    PyErr_Clear();
    Py_XDECREF(repr);
}

void
names_write(refcheck_report *report)
{
    rc_phase("repr");
    rc_begin_replay();
    signal(SIGALRM, give_up);
    const struct itimerval limit = {.it_value.tv_sec = REPR_SECONDS};
    setitimer(ITIMER_REAL, &limit, NULL);
    PyObject *objects[REFCHECK_MAX_FINDINGS];
    for (int i = 0; i < report->found; i++) {
        const block *b = judge_example(i);
        bool lives = b != NULL && b->state == BLOCK_LIVE
                     && b->offset != NO_OBJECT;
        objects[i] = lives ? object_of(b) : judge_object(i);
        refcheck_finding *f = &report->finding[i];
        if (objects[i] != NULL && f->name[0] == '\0') {
            name_of(objects[i], f->name, sizeof(f->name));
        }
    }
    for (int i = 0; i < report->found; i++) {
        if (objects[i] != NULL) {
            refcheck_finding *f = &report->finding[i];
            names_repr(objects[i], f->repr, sizeof(f->repr));
        }
    }
}
