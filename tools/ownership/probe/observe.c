/* What became of each reference, inferred in two ways that know nothing of each
   other and nothing of what is expected:

   Accounting: what a count changed by, without the references that can be seen
   from containers, is what was taken from us or given to us.

   Destroying the holders: we give back what the first way says is ours, and look
   what the results still have; the argument whose end takes a reference of a
   result away had lent it. */
#include "tools/ownership/probe/probe.h"

/* So many references more keep an argument alive whatever is taken. */
enum { GUARDS = 50 };

/* A result, an out argument, or the new value of an in/out argument. */
typedef struct {
    PyObject *object;           /* guarded by one reference of ours */
    int owned;                  /* references that came with it, as accounted */
    int left;                   /* the same, after the holders were destroyed */
    int lender;                 /* the argument that lent it, or -1 */
    const char *how;            /* how it was accounted */
} gift;

typedef struct {
    gift result, out[MOST_OUTS], io[MOST_ARGS];
    int owned[MOST_ARGS];       /* references that the call gave us to an argument,
                                   or, negative, took from us */
    int held[MOST_ARGS];        /* more that can be seen in containers */
    int undone[MOST_ARGS];      /* references that the recipe's undo gave back */
    int given[MOST_ARGS];       /* it is a result of the call, too */
    int changed[MOST_ARGS];     /* the variable with it has another value */
    int gone[MOST_ARGS];        /* it is another object now, this one is no more */
} findings;

/* --- The places where a call leaves objects ---------------------------------- */

static PyObject *
changed_io(const call *c, int i)
{
    return c->io[i] != c->arg[i] ? c->io[i] : NULL;
}

/* Lists what the call gave: the gifts that stand for it, in *gifts. */
static int
list_gifts(call *c, const recipe *r, findings *f, gift **gifts)
{
    int n = 0;
    f->result.object = c->result;
    if (c->result != NULL) {
        gifts[n++] = &f->result;
    }
    for (int i = 0; i < r->nouts; i++) {
        f->out[i].object = c->out[i];
        if (c->out[i] != NULL) {
            gifts[n++] = &f->out[i];
        }
    }
    for (int i = 0; i < r->nargs; i++) {
        f->io[i].object = r->arg[i].in_out ? changed_io(c, i) : NULL;
        if (f->io[i].object != NULL) {
            gifts[n++] = &f->io[i];
        }
    }
    return n;
}

static int
times_given(gift *const *gifts, int n, PyObject *object)
{
    int times = 0;
    for (int i = 0; i < n; i++) {
        times += gifts[i]->object == object;
    }
    return times;
}

static int
index_of_argument(const call *c, const recipe *r, PyObject *object)
{
    for (int i = 0; i < r->nargs; i++) {
        if (c->arg[i] == object) {
            return i;
        }
    }
    return -1;
}

static int
roots_of(const call *c, const recipe *r, PyObject **root)
{
    int n = 0;
    for (int i = 0; i < r->nargs; i++) {
        root[n++] = c->arg[i];
        root[n++] = c->io[i];
    }
    for (int i = 0; i < r->nouts; i++) {
        root[n++] = c->out[i];
    }
    root[n++] = c->result;
    root[n++] = c->exception;
    return n;
}

enum { MOST_ROOTS = 2 * MOST_ARGS + MOST_OUTS + 2, MOST_GIFTS = MOST_ARGS + MOST_OUTS + 1 };

static void
count_from(const call *c, const recipe *r, PyObject *const *target,
           Py_ssize_t *count, int n)
{
    PyObject *root[MOST_ROOTS];
    count_visible(target, count, n, root, roots_of(c, r, root));
    for (int i = 0; i < n; i++) {
        count[i] += c->exception != NULL && c->exception == target[i];
    }
}

/* --- Accounting -------------------------------------------------------------- */

/* An object that the same call gave before: what its count was then. */
typedef struct {
    PyObject *object;
    Py_ssize_t count, visible;
} before;

static void
account_arguments(const call *c, const recipe *r, findings *f, gift *const *gifts,
                  int ngifts, const Py_ssize_t *count0, const Py_ssize_t *seen0)
{
    Py_ssize_t seen[MOST_ARGS];
    count_from(c, r, c->arg, seen, r->nargs);
    for (int i = 0; i < r->nargs; i++) {
        if (f->gone[i]) {
            f->owned[i] = -1;
            continue;
        }
        f->given[i] = times_given(gifts, ngifts, c->arg[i]);
        Py_ssize_t count = Py_REFCNT(c->arg[i]) - f->given[i];
        f->held[i] = (int)(seen[i] - seen0[i]);
        f->owned[i] = is_immortal(c->arg[i]) ? 0 : (int)(count - count0[i]) - f->held[i];
    }
}

static void
account_gift(const call *c, const recipe *r, findings *f, gift *const *gifts,
             int ngifts, gift *g, const before *earlier)
{
    const int times = times_given(gifts, ngifts, g->object);
    const int argument = index_of_argument(c, r, g->object);
    Py_ssize_t seen;
    count_from(c, r, &g->object, &seen, 1);
    if (is_immortal(g->object)) {
        g->how = "immortal";
    }
    else if (argument >= 0) {
        g->how = "argument";
        g->owned = f->owned[argument] > 0;
    }
    else if (earlier->object == g->object) {
        g->how = "persistent";
        g->owned = (int)(Py_REFCNT(g->object) - times - earlier->count
                         - (seen - earlier->visible));
    }
    else {
        g->how = "fresh";
        g->owned = (int)(Py_REFCNT(g->object) - times - seen);
    }
    if (times > 1 && g->owned > 1) {
        g->owned /= times;
    }
}

static void
remember(before *earlier, PyObject *object)
{
    earlier->object = object;
    if (object != NULL) {
        Py_INCREF(object);      /* for good: it must not come back as another */
        count_visible(&object, &earlier->visible, 1, &object, 1);
        earlier->count = Py_REFCNT(object);
    }
}

/* The call twice; what is accounted is the second one. */
static void
account(call *c, const recipe *r, findings *f)
{
    call first;
    before result, out[MOST_OUTS];
    call_prepare(&first, r, GUARDS);
    r->run(&first);
    Py_XINCREF(first.result);   /* for good: its lender may be undone */
    if (r->undo != NULL) {
        r->undo(&first);
    }
    Py_CLEAR(first.exception);

    Py_ssize_t count0[MOST_ARGS], seen0[MOST_ARGS];
    call_prepare(c, r, GUARDS);
    PyGC_Collect();
    remember(&result, first.result);
    for (int i = 0; i < r->nouts; i++) {
        remember(&out[i], first.out[i]);
    }
    count_from(c, r, c->arg, seen0, r->nargs);
    for (int i = 0; i < r->nargs; i++) {
        count0[i] = Py_REFCNT(c->arg[i]);
    }
    r->run(c);

    gift *gifts[MOST_GIFTS];
    for (int i = 0; i < r->nargs; i++) {
        f->changed[i] = r->arg[i].in_out && c->io[i] != c->arg[i];
        f->gone[i] = f->changed[i] && r->arg[i].alone;
    }
    int n = list_gifts(c, r, f, gifts);
    for (int i = 0; i < n; i++) {
        Py_INCREF(gifts[i]->object);
    }
    for (int i = 0; i < r->nargs; i++) {
        if (f->gone[i]) {
            c->arg[i] = NULL;
        }
    }
    for (int i = 0; i < r->nargs; i++) {
        f->undone[i] = c->arg[i] != NULL ? (int)Py_REFCNT(c->arg[i]) : 0;
    }
    if (r->undo != NULL) {
        r->undo(c);
    }
    for (int i = 0; i < r->nargs; i++) {
        f->undone[i] -= c->arg[i] != NULL ? (int)Py_REFCNT(c->arg[i]) : 0;
    }
    account_arguments(c, r, f, gifts, n, count0, seen0);
    for (int i = 0; i < n; i++) {
        const before none = {0};
        const before *earlier = gifts[i] == &f->result ? &result
            : gifts[i] >= f->out && gifts[i] < f->out + MOST_OUTS ? &out[gifts[i] - f->out]
            : &none;
        account_gift(c, r, f, gifts, n, gifts[i], earlier);
    }
}

/* --- Destroying the holders ----------------------------------------------------- */

static void
destroy_and_look(const recipe *r, findings *f, const call *accounted)
{
    call c;
    findings now = *f;
    gift *gifts[MOST_GIFTS];
    Py_ssize_t count[MOST_GIFTS];
    call_prepare(&c, r, 0);
    r->run(&c);
    int n = list_gifts(&c, r, &now, gifts);
    for (int i = 0; i < n; i++) {
        Py_INCREF(gifts[i]->object);
        gifts[i]->lender = -1;
    }
    Py_CLEAR(c.exception);
    if (r->undo != NULL) {
        r->undo(&c);
    }
    for (int i = 0; i < r->nargs; i++) {
        if (f->owned[i] < 0 || (r->arg[i].in_out && c.io[i] != c.arg[i])) {
            c.arg[i] = NULL;
            continue;
        }
        for (int k = 0; k < n; k++) {
            count[k] = Py_REFCNT(gifts[k]->object);
        }
        Py_CLEAR(c.arg[i]);
        PyGC_Collect();
        for (int k = 0; k < n; k++) {
            if (Py_REFCNT(gifts[k]->object) < count[k] && gifts[k]->lender < 0) {
                gifts[k]->lender = i;
            }
        }
    }
    memset(c.io, 0, sizeof(c.io));
    for (int i = 0; i < n; i++) {
        Py_ssize_t seen;
        int times = times_given(gifts, n, gifts[i]->object);
        PyObject *object = gifts[i]->object;
        count_visible(&object, &seen, 1, &object, 1);
        gifts[i]->left = (int)(Py_REFCNT(object) - times - seen);
        if (times > 1 && gifts[i]->left > 1) {
            gifts[i]->left /= times;
        }
        /* What is there before and after the call has holders that nobody sees;
           only the difference that the first way took tells something. */
        if (strcmp(gifts[i]->how, "persistent") == 0 || is_immortal(object)
            || object == accounted->result) {
            gifts[i]->left = gifts[i]->owned;
        }
    }
    *f = now;
}

/* --- The answer --------------------------------------------------------------- */

static PyObject *
gift_dict(const gift *g)
{
    if (g->object == NULL) {
        Py_RETURN_NONE;
    }
    return Py_BuildValue("{s:i,s:i,s:i,s:s,s:s,s:O}", "owned", g->owned, "left", g->left,
                         "lender", g->lender, "how", g->how,
                         "type", Py_TYPE(g->object)->tp_name,
                         "immortal", is_immortal(g->object) ? Py_True : Py_False);
}

static PyObject *
arguments_list(const call *c, const recipe *r, const findings *f)
{
    PyObject *list = PyList_New(r->nargs);
    for (int i = 0; list != NULL && i < r->nargs; i++) {
        PyObject *object = c->arg[i];
        PyObject *entry = Py_BuildValue(
            "{s:i,s:i,s:i,s:O,s:O,s:O,s:N}", "owned", f->owned[i], "held", f->held[i],
            "undone", f->undone[i],
            "given", object != NULL && f->given[i] ? Py_True : Py_False,
            "immortal", object != NULL && is_immortal(object) ? Py_True : Py_False,
            "changed", f->changed[i] ? Py_True : Py_False,
            "becomes", gift_dict(&f->io[i]));
        if (entry == NULL) {
            Py_CLEAR(list);
            break;
        }
        PyList_SET_ITEM(list, i, entry);
    }
    return list;
}

static PyObject *
outs_list(const recipe *r, const findings *f)
{
    PyObject *list = PyList_New(r->nouts);
    for (int i = 0; list != NULL && i < r->nouts; i++) {
        PyObject *entry = gift_dict(&f->out[i]);
        if (entry == NULL) {
            Py_CLEAR(list);
            break;
        }
        PyList_SET_ITEM(list, i, entry);
    }
    return list;
}

/* observe(index) -> dict.  What it makes it keeps: for a process that ends. */
PyObject *
observe(PyObject *Py_UNUSED(module), PyObject *index)
{
    const recipe *r = recipe_at(PyLong_AsSsize_t(index));
    if (r == NULL) {
        return NULL;
    }
    call c;
    findings f;
    memset(&f, 0, sizeof(f));
    account(&c, r, &f);
    PyObject *args = arguments_list(&c, r, &f);
    destroy_and_look(r, &f, &c);
    const char *raised = c.exception != NULL ? Py_TYPE(c.exception)->tp_name : NULL;
    Py_XDECREF(args);
    return Py_BuildValue("{s:s,s:L,s:s,s:O,s:N,s:N,s:N}", "name", r->name,
                         "status", c.status, "exception", raised,
                         "null", r->has_result && c.result == NULL ? Py_True : Py_False,
                         "arguments", arguments_list(&c, r, &f),
                         "result", gift_dict(&f.result), "outs", outs_list(r, &f));
}
