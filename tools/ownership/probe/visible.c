/* References that the collector can see: from the containers that it tracks, and
   from untracked ones that are reachable from those. */
#include "tools/ownership/probe/probe.h"

#include <stdint.h>
#include <stdlib.h>

enum { SEEN = 1 << 18 };

/* Containers that were visited: open addressing, never deleted from. */
static PyObject *seen[SEEN];
static int seen_count;

static PyObject *waiting[SEEN];     /* untracked, to be visited */
static int waiting_count;

static PyObject *const *targets;
static Py_ssize_t *counts;
static int target_count;

static int
add_seen(PyObject *object)
{
    uint32_t place = (uint32_t)((uintptr_t)object >> 4) * 2654435761u % SEEN;
    while (seen[place] != NULL) {
        if (seen[place] == object) {
            return 0;
        }
        place = (place + 1) % SEEN;
    }
    if (++seen_count > SEEN / 2) {
        Py_FatalError("too many objects to count references");
    }
    seen[place] = object;
    return 1;
}

static void
enqueue(PyObject *object)
{
    /* The flag tells of most, and inline; only a type that has it may need asking. */
    if (object != NULL && PyType_IS_GC(Py_TYPE(object)) && PyObject_IS_GC(object)
        && !PyObject_GC_IsTracked(object) && Py_TYPE(object)->tp_traverse != NULL
        && add_seen(object)) {
        waiting[waiting_count++] = object;
    }
}

static int
visit(PyObject *object, void *Py_UNUSED(arg))
{
    for (int i = 0; i < target_count; i++) {
        counts[i] += targets[i] == object;
    }
    enqueue(object);
    return 0;
}

static void
traverse(PyObject *object)
{
    if (Py_TYPE(object)->tp_traverse != NULL) {
        Py_TYPE(object)->tp_traverse(object, visit, NULL);
    }
}

void
count_visible(PyObject *const *target, Py_ssize_t *count, int n,
              PyObject *const *root, int roots)
{
    static PyObject *get_objects;
    if (get_objects == NULL) {
        PyObject *gc = PyImport_ImportModule("gc");
        get_objects = PyObject_GetAttrString(gc, "get_objects");
        Py_DECREF(gc);
    }
    memset(seen, 0, sizeof(seen));
    memset(count, 0, n * sizeof(*count));
    seen_count = waiting_count = 0;
    targets = target;
    counts = count;
    target_count = n;
    PyObject *tracked = PyObject_CallObject(get_objects, NULL);
    if (tracked == NULL) {
        Py_FatalError("gc.get_objects() fails");
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(tracked); i++) {
        add_seen(PyList_GET_ITEM(tracked, i));
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(tracked); i++) {
        traverse(PyList_GET_ITEM(tracked, i));
    }
    Py_DECREF(tracked);
    for (int i = 0; i < roots; i++) {
        enqueue(root[i]);
    }
    while (waiting_count > 0) {
        traverse(waiting[--waiting_count]);
    }
}
