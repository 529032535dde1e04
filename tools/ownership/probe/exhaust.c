/* What becomes of the arguments when memory runs out: each allocation of the call
   itself fails once, in turn. */
#include "tools/ownership/probe/probe.h"

enum { GUARDS = 50, MOST_FAILURES = 400 };

static PyMemAllocatorEx original[3];
static int fail_at, asked;

static int
fails(void)
{
    return asking && fail_at > 0 && ++asked == fail_at;
}

static void *
failing_malloc(void *context, size_t size)
{
    PyMemAllocatorEx *allocator = context;
    return fails() ? NULL : allocator->malloc(allocator->ctx, size);
}

static void *
failing_calloc(void *context, size_t count, size_t size)
{
    PyMemAllocatorEx *allocator = context;
    return fails() ? NULL : allocator->calloc(allocator->ctx, count, size);
}

static void *
failing_realloc(void *context, void *block, size_t size)
{
    PyMemAllocatorEx *allocator = context;
    return fails() ? NULL : allocator->realloc(allocator->ctx, block, size);
}

static void
plain_free(void *context, void *block)
{
    PyMemAllocatorEx *allocator = context;
    allocator->free(allocator->ctx, block);
}

static void
install(void)
{
    static const PyMemAllocatorDomain domains[] = {
        PYMEM_DOMAIN_RAW, PYMEM_DOMAIN_MEM, PYMEM_DOMAIN_OBJ};
    for (int i = 0; i < 3; i++) {
        PyMem_GetAllocator(domains[i], &original[i]);
        PyMemAllocatorEx allocator = {&original[i], failing_malloc, failing_calloc,
                                      failing_realloc, plain_free};
        PyMem_SetAllocator(domains[i], &allocator);
    }
}

/* One call whose allocation number `n` fails; NULL where it made fewer.  The dict
   has what the call said, how many references it took of each argument, and
   whether the variable of each has something else now. */
static PyObject *
one_failure(const recipe *r, int n)
{
    call c;
    Py_ssize_t count0[MOST_ARGS], seen0[MOST_ARGS], seen[MOST_ARGS];
    call_prepare(&c, r, GUARDS);
    count_visible(c.arg, seen0, r->nargs, c.arg, r->nargs);
    for (int i = 0; i < r->nargs; i++) {
        count0[i] = Py_REFCNT(c.arg[i]);
    }
    fail_at = n;
    asked = 0;
    r->run(&c);
    fail_at = 0;
    if (asked < n) {
        return NULL;
    }
    const char *raised = c.exception != NULL ? Py_TYPE(c.exception)->tp_name : NULL;
    int failed = r->has_result ? c.result == NULL : c.exception != NULL;
    Py_CLEAR(c.exception);
    if (r->undo != NULL) {
        r->undo(&c);
    }
    PyObject *owned = PyList_New(0), *changed = PyList_New(0), *root[MOST_ARGS];
    int gone[MOST_ARGS];        /* what is no more must not be looked at */
    for (int i = 0; i < r->nargs; i++) {
        gone[i] = r->arg[i].alone && r->arg[i].in_out && c.io[i] != c.arg[i];
        root[i] = gone[i] ? NULL : c.arg[i];
    }
    count_visible(c.arg, seen, r->nargs, root, r->nargs);
    for (int i = 0; i < r->nargs; i++) {
        Py_ssize_t change = gone[i] ? -1
            : Py_REFCNT(c.arg[i]) - count0[i] - (seen[i] - seen0[i]);
        PyObject *number = PyLong_FromSsize_t(
            !gone[i] && is_immortal(c.arg[i]) ? 0 : change);
        PyObject *other = c.io[i] != c.arg[i] ? Py_True : Py_False;
        if (owned == NULL || changed == NULL || number == NULL
            || PyList_Append(owned, number) < 0 || PyList_Append(changed, other) < 0) {
            Py_FatalError("no memory to say so");
        }
        Py_DECREF(number);
    }
    return Py_BuildValue("{s:i,s:s,s:O,s:L,s:N,s:N}", "allocation", n,
                         "exception", raised, "failed", failed ? Py_True : Py_False,
                         "status", c.status, "owned", owned, "changed", changed);
}

/* exhaust(index) -> list of dict, one an allocation. */
PyObject *
exhaust(PyObject *Py_UNUSED(module), PyObject *index)
{
    const recipe *r = recipe_at(PyLong_AsSsize_t(index));
    PyObject *list = r != NULL ? PyList_New(0) : NULL;
    if (list == NULL) {
        return NULL;
    }
    call warm;
    call_prepare(&warm, r, GUARDS);
    r->run(&warm);
    if (r->undo != NULL) {
        r->undo(&warm);
    }
    Py_CLEAR(warm.exception);
    install();
    for (int n = 1; n <= MOST_FAILURES; n++) {
        PyObject *failure = one_failure(r, n);
        if (failure == NULL) {
            break;
        }
        int added = PyList_Append(list, failure);
        Py_DECREF(failure);
        if (added < 0) {
            Py_CLEAR(list);
            break;
        }
    }
    return list;
}
