/* The interpreter: start.c starts it, load.c runs the setup, interpreter.c makes the
   calls.  This is what they share. */
#ifndef REFCHECK_INTERPRETER_H
#define REFCHECK_INTERPRETER_H

#include "tools/refcheck/internal.h"

typedef struct {
    PyObject *namespace;        /* where setup and statement run */
    PyObject *code;             /* of the statement */
    PyObject *collect;          /* gc.collect */
    const char *raises;
    volatile sig_atomic_t forked;   /* this is a child of the statement's */
    bool expects;               /* a plain run: the checked one raised */
} interpreter;

extern interpreter python;

/* Ends the child with the exception that is set: "setup raised NameError: ..." */
void fail_with_exception(const char *what) __attribute__((noreturn));
/* The object; or, for NULL, the end. */
PyObject *checked(PyObject *object, const char *what);

#endif /* REFCHECK_INTERPRETER_H */
