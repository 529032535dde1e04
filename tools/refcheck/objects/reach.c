/* What is still reachable from Python was kept on purpose: a list of the caller's
   that grows is no leak of the module.  A walk as the collector makes it, from
   the statement's variables and from all modules, counts the references to each
   object, before the rounds and after them; but for those from objects that
   grow in number, whose memory judge.c looks into. */
#include "tools/refcheck/objects/census.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ROOTS = 256 };

typedef struct {
    const PyObject *object;     /* NULL: the slot is free */
    int32_t before, after;      /* references that count */
    uint16_t root;
    uint8_t walk;               /* the one that was here last, 1 or 2 */
} reached;

static struct {
    reached *slots;
    size_t nslots, used;
    PyObject **queue;
    size_t nqueue, room;
    char roots[MAX_ROOTS][80];
    int nroots;
    int walk;
    bool failed;                /* no memory: nothing is known to be reachable */
} reach;

/* --- The table ---------------------------------------------------------------- */

static reached *
slot_for(const PyObject *object)
{
    size_t i = ((uintptr_t)object >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20;
    for (i %= reach.nslots; reach.slots[i].object != NULL
                            && reach.slots[i].object != object; ) {
        i = (i + 1) % reach.nslots;
    }
    return &reach.slots[i];
}

static void
grow_table(void)
{
    reached *old = reach.slots;
    size_t n = reach.nslots;
    reach.nslots = n == 0 ? (size_t)1 << 15 : 2 * n;
    reach.slots = calloc(reach.nslots, sizeof(*reach.slots));
    if (reach.slots == NULL) {
        reach.slots = old;
        reach.nslots = n;
        reach.failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (old[i].object != NULL) {
            *slot_for(old[i].object) = old[i];
        }
    }
    free(old);
}

static reached *
entry_for(const PyObject *object)
{
    if (2 * reach.used >= reach.nslots) {
        grow_table();
    }
    if (reach.failed) {
        return NULL;
    }
    reached *r = slot_for(object);
    if (r->object == NULL) {
        r->object = object;
        reach.used++;
    }
    return r;
}

/* --- The walk ------------------------------------------------------------------ */

static void
push(PyObject *object, reached *r, uint16_t root)
{
    if (reach.nqueue == reach.room) {
        size_t room = reach.room == 0 ? 1 << 14 : 2 * reach.room;
        PyObject **queue = realloc(reach.queue, room * sizeof(*queue));
        if (queue == NULL) {
            reach.failed = true;
            return;
        }
        reach.queue = queue;
        reach.room = room;
    }
    r->walk = (uint8_t)reach.walk;
    r->root = root;
    reach.queue[reach.nqueue++] = object;
}

typedef struct {
    uint16_t root;
    bool counts;
} holder;

static int
visit(PyObject *object, void *arg)
{
    const holder *from = arg;
    reached *r = entry_for(object);
    if (r == NULL) {
        return -1;
    }
    if (from->counts) {
        r->before += reach.walk == 1;
        r->after += reach.walk == 2;
    }
    if (r->walk != reach.walk) {
        push(object, r, from->root);
    }
    return 0;
}

static void
add_root(PyObject *object, const char *name)
{
    reached *r = object == NULL ? NULL : entry_for(object);
    if (r == NULL || r->walk == reach.walk) {
        return;
    }
    /* The last name stands for all that have no room. */
    int i = reach.nroots < MAX_ROOTS ? reach.nroots++ : MAX_ROOTS - 1;
    rc_set_string(reach.roots[i], sizeof(reach.roots[i]), name);
    push(object, r, (uint16_t)i);
}

/* The nearest root gives its name, and variables come before modules. */
static void
add_roots(void)
{
    PyObject *key, *value, *namespace = interpreter_namespace();
    for (int modules = 0; modules < 2; modules++) {
        for (Py_ssize_t i = 0; PyDict_Next(namespace, &i, &key, &value); ) {
            const char *name = PyUnicode_AsUTF8(key);
            if (name == NULL) {
                PyErr_Clear();
            }
            else if (PyModule_Check(value) == modules && name[0] != '_') {
                add_root(value, name);
            }
        }
    }
    add_root(namespace, "the globals");
    add_root(PyImport_GetModuleDict(), "sys.modules");
}

/* The collector never looks into what it does not track, but for these two,
   which it may have given up. */
static bool
can_be_traversed(PyObject *object)
{
    return PyObject_IS_GC(object) && Py_TYPE(object)->tp_traverse != NULL
           && (PyObject_GC_IsTracked(object) || PyDict_CheckExact(object)
               || PyTuple_CheckExact(object));
}

/* What grows in number is judged by its memory. */
static bool
counts(const PyObject *holder)
{
    const block *b = reach.walk == 1 ? NULL : object_block(holder);
    const group *g = b == NULL || b->serial <= census.serial
        ? NULL : census_group(b);
    return g == NULL || !group_grows(g);
}

/* A dict whose keys are all str shows the collector its values only. */
static void
visit_keys(PyObject *dict, holder *from)
{
    PyObject *key, *value;
    for (Py_ssize_t i = 0; PyDict_Next(dict, &i, &key, &value); ) {
        if (!PyUnicode_CheckExact(key)) {
            return;
        }
    }
    for (Py_ssize_t i = 0; PyDict_Next(dict, &i, &key, &value); ) {
        (void)visit(key, from);
    }
}

/* NULL where it was not reached, or the second walk was not made. */
static const reached *
find(const PyObject *object)
{
    const reached *r = reach.failed || reach.walk != 2 ? NULL
                                                       : slot_for(object);
    return r == NULL || r->object == NULL ? NULL : r;
}

/* Was it reached before the rounds, and is there, but not reached any more? */
bool
reach_abandoned(const PyObject *object)
{
    const reached *r = find(object);
    const block *b = r == NULL || r->walk != 1 ? NULL : object_block(object);
    return b != NULL && b->state == BLOCK_LIVE && b->serial <= census.serial;
}

/* What it gained was counted when it was reached, and is not given back. */
static int
visit_again(PyObject *object, void *Py_UNUSED(arg))
{
    reached *r = slot_for(object);
    r->after += r->object != NULL && r->after < r->before;
    return 0;
}

void
reach_walk(int walk)
{
    reach.walk = walk;
    reach.nqueue = 0;
    reach.nroots = 0;
    add_roots();
    for (size_t i = 0; i < reach.nqueue && !reach.failed; i++) {
        PyObject *object = reach.queue[i];
        if (can_be_traversed(object)) {
            holder from = {
                .root = slot_for(object)->root,
                .counts = counts(object),
            };
            (void)Py_TYPE(object)->tp_traverse(object, visit, &from);
            if (PyDict_Check(object)) {
                visit_keys(object, &from);
            }
        }
    }
    for (size_t i = 0; i < reach.nslots && walk == 2 && !reach.failed; i++) {
        PyObject *object = (PyObject *)reach.slots[i].object;
        if (object != NULL && reach_abandoned(object)
            && can_be_traversed(object)) {
            (void)Py_TYPE(object)->tp_traverse(object, visit_again, NULL);
        }
    }
}

int64_t
reach_gained(const PyObject *object)
{
    const reached *r = find(object);
    return r == NULL ? 0 : (int64_t)r->after - r->before;
}

const char *
reach_root(const PyObject *object)
{
    const reached *r = find(object);
    return r == NULL || r->walk != 2 ? NULL : reach.roots[r->root];
}
