/* What a function of the C API does with references, found out by calling it.

   A recipe calls one function once, on objects made for that call.  observe.c
   infers from the counts what became of each reference, without being told;
   exhaust.c does so while memory runs out; obey.c follows a contract, so that
   refcheck can tell whether it holds.  recipes_*.c are generated from the table;
   see ../README.md. */
#ifndef OWNERSHIP_PROBE_H
#define OWNERSHIP_PROBE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

enum { MOST_ARGS = 12, MOST_OUTS = 4 };

/* One call: what goes in and what came out. */
typedef struct {
    PyObject *arg[MOST_ARGS];   /* made for the call; we own one reference each */
    PyObject *io[MOST_ARGS];    /* of an in/out argument: the variable's value */
    PyObject *out[MOST_OUTS];
    PyObject *result;
    long long status;
    PyObject *exception;        /* that the call left, ours, or NULL */
} call;

typedef struct {
    const char *expression;     /* of Python, in the namespace of prelude.py */
    char in_out;                /* the function gets the address of a variable */
    char alone;                 /* it must have one reference only */
} argument;

typedef struct {
    const char *name;           /* PyList_SetItem, or PyList_SetItem/1 */
    int nargs, nouts;
    int has_result;             /* it returns an object */
    argument arg[MOST_ARGS];
    void (*run)(call *);        /* result, outs and exception are then in *call */
    void (*undo)(call *);       /* puts back what the call changed, or NULL */
} recipe;

extern const recipe *const all_recipes[];
extern const int recipe_count;

/* Imports what the macros that recipes use rely on; -1 and an exception if it fails. */
int prepare_recipes(void);

/* The namespace of prelude.py. */
extern PyObject *prelude;

/* Of the module of each type that ownership.heap_type() makes for a recipe. */
extern PyModuleDef heap_module;

/* A new object of an expression, for the C of a recipe; never NULL. */
PyObject *fresh(const char *expression);

/* Makes the arguments, each with `guards` references more, so that it outlives
   whatever the call does; one that must be alone gets none. */
void call_prepare(call *c, const recipe *r, int guards);
/* Takes the exception that is set, normalized, or NULL. */
PyObject *take_exception(void);

/* How often what the collector can see refers to each of the targets: objects
   that it tracks, and untracked ones reachable from them or from `roots`. */
void count_visible(PyObject *const *target, Py_ssize_t *count, int targets,
                   PyObject *const *root, int roots);

/* Recipes 100 and up may be asked where 1 was meant: the index is checked. */
const recipe *recipe_at(Py_ssize_t index);

PyObject *observe(PyObject *module, PyObject *index);
PyObject *exhaust(PyObject *module, PyObject *index);
PyObject *obey(PyObject *module, PyObject *args);

/* While `asking` is on, the allocation number `fail_at` fails; see exhaust.c.
   The call of a recipe stands between the two. */
extern int asking;
#define BEGIN_CALL asking = 1;
#define END_CALL(c) asking = 0; (c)->exception = take_exception();

static inline int
is_immortal(PyObject *object)
{
#if PY_VERSION_HEX >= 0x030E0000
    return PyUnstable_IsImmortal(object);
#elif PY_VERSION_HEX >= 0x030C0000
    return _Py_IsImmortal(object);
#else
    (void)object;
    return 0;
#endif
}

#endif
