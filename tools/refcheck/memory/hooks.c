/* The hooks: every malloc and free of Python's domains comes by here, and those
   of libc while the statement runs (malloc.c). */
#include "tools/refcheck/internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

extern void *__libc_realloc(void *, size_t);
extern void __libc_free(void *);

static struct {
    bool installed;
    bool quarantines, fences, traces;
    PyMemAllocatorEx original[3];   /* of what was allocated before us */
    atomic_flag lock;
} hooks = {.lock = ATOMIC_FLAG_INIT};

static _Thread_local bool window;   /* the statement runs, in this thread */
static atomic_bool running;         /* it runs; other threads may, meanwhile */

static void
lock(void)
{
    while (atomic_flag_test_and_set_explicit(&hooks.lock,
                                             memory_order_acquire)) {
    }
}

static void
unlock(void)
{
    atomic_flag_clear_explicit(&hooks.lock, memory_order_release);
}

bool
hook_owns(const void *p)
{
    return arena_owns(p) || fence_owns(p);
}

uint32_t
hook_site(void)
{
    return window && hooks.traces ? site_here() : 0;
}

/* --- Allocating ------------------------------------------------------------ */

/* New memory is filled, so that a pointer that was never set is not NULL by
   chance; a large block at its start only, which costs no page of the rest. */
enum { MOST_FRESH = 64 * 1024 };

void *
hook_malloc(family f, size_t size)
{
    bool traced = window && hooks.traces;
    uint32_t made = 0;
    if (window && failing_counts() && failing_next(&made)) {
        errno = ENOMEM;
        return NULL;
    }
    if (traced && made == 0) {
        made = site_here();
    }
    uint32_t order = traced && f == FAMILY_OBJ ? record_order(made) : 0;
    size_t offset = 0;
    bool watched = order != 0 && record_waits(made, order, &offset);
    block *b = NULL;
    void *p = NULL;

    if (size == 0) {
        size = 1;
    }
    lock();
    if (window && hooks.fences) {
        p = fence_alloc(f, size, made);
    }
    if (p != NULL) {
        b = fence_block(p);
    }
    else {
        b = watched ? arena_alloc_apart(f, size, made, offset)
                    : arena_alloc(f, size, made);
        p = b == NULL ? NULL : block_payload(b);
    }
    if (b != NULL) {
        b->order = order;
    }
    unlock();
    if (window && p != NULL) {
        memset(p, FRESH_BYTE, size < MOST_FRESH ? size : MOST_FRESH);
    }
    if (watched && b != NULL) {
        record_made(b);
    }
    return p;
}

void *
hook_calloc(family f, size_t n, size_t size)
{
    size_t all;
    if (__builtin_mul_overflow(n, size, &all)) {
        return NULL;
    }
    void *p = hook_malloc(f, all);
    if (p != NULL) {
        memset(p, 0, all);
    }
    return p;
}

/* --- Freeing --------------------------------------------------------------- */

/* Looks at what is about to be freed: only the statement's own doings count,
   Python's start has some of its own. */
static void
inspect(block *b, family f, const char *payload, const void *p)
{
    (void)object_at(b, payload);
    if (b->family != f || p != payload) {
        rc_notice(REFCHECK_WRONG_ALLOCATOR, b, 1);
    }
}

static void
free_fenced(block *b, family f, const void *p)
{
    if (running) {
        inspect(b, f, fence_payload(b), p);
    }
    fence_free(b);
}

static void
free_in_arena(block *b, family f, const void *p)
{
    if (running) {
        inspect(b, f, block_payload(b), p);
        if (!arena_is_intact(b)) {
            rc_notice(REFCHECK_OUT_OF_BOUNDS, b, 1);
        }
    }
    bool watched = record_frees(b);
    if (running && hooks.quarantines) {
        arena_quarantine(b);
    }
    else {
        arena_reuse(b);
    }
    if (watched) {
        record_freed();
    }
}

static void
free_foreign(family f, void *p)
{
    if (f == FAMILY_LIBC) {
        __libc_free(p);
    }
    else {
        hooks.original[f].free(hooks.original[f].ctx, p);
    }
}

/* A function that does not know of the collector's head frees the object behind
   it in place of the block. */
static block *
block_of(char *p)
{
    block *b = arena_block(p);
    for (int head = 16; b == NULL && head <= 32; head += 16) {
        b = arena_block(p - head);
    }
    return b;
}

void
hook_free(family f, void *p)
{
    if (p == NULL) {
        return;
    }
    if (!hook_owns(p)) {
        free_foreign(f, p);
        return;
    }
    uint32_t freed = hook_site();
    lock();
    bool fenced = fence_owns(p);
    block *b = fenced ? fence_block(p) : block_of(p);
    if (b != NULL) {            /* else a pointer into a block: not judged yet */
        b->freed = freed;
        if (b->state != BLOCK_LIVE) {
            (void)record_frees(b);
            rc_notice(REFCHECK_DOUBLE_FREE, b, 1);
        }
        else if (fenced) {
            free_fenced(b, f, p);
        }
        else {
            free_in_arena(b, f, p);
        }
    }
    unlock();
}

/* Always moves: a stale pointer then shows. */
void *
hook_realloc(family f, void *p, size_t size)
{
    if (p == NULL) {
        return hook_malloc(f, size);
    }
    if (!hook_owns(p)) {
        return f == FAMILY_LIBC
            ? __libc_realloc(p, size)
            : hooks.original[f].realloc(hooks.original[f].ctx, p, size);
    }
    block *b = fence_owns(p) ? fence_block(p) : arena_block(p);
    void *moved = b == NULL ? NULL : hook_malloc(f, size);
    if (moved != NULL) {
        memcpy(moved, p, size < b->size ? size : b->size);
        hook_free(f, p);
    }
    return moved;
}

/* --- Python's domains ------------------------------------------------------ */

/* PyMem_Malloc() jumps to its hook and leaves no frame: the hook, one for each
   function of the API, stands for it in a report. */
#define DOMAIN_HOOKS(name, f)                                               \
    static void *                                                           \
    name##_malloc(void *Py_UNUSED(ctx), size_t size)                        \
    {                                                                       \
        return hook_malloc(f, size);                                        \
    }                                                                       \
    static void *                                                           \
    name##_calloc(void *Py_UNUSED(ctx), size_t n, size_t size)              \
    {                                                                       \
        return hook_calloc(f, n, size);                                     \
    }                                                                       \
    static void *                                                           \
    name##_realloc(void *Py_UNUSED(ctx), void *p, size_t size)              \
    {                                                                       \
        return hook_realloc(f, p, size);                                    \
    }                                                                       \
    static void                                                             \
    name##_free(void *Py_UNUSED(ctx), void *p)                              \
    {                                                                       \
        hook_free(f, p);                                                    \
    }

DOMAIN_HOOKS(raw, FAMILY_RAW)
DOMAIN_HOOKS(mem, FAMILY_MEM)
DOMAIN_HOOKS(obj, FAMILY_OBJ)

#define HOOKS_OF(name) \
    {NULL, name##_malloc, name##_calloc, name##_realloc, name##_free}

static const struct {
    PyMemAllocatorDomain domain;
    PyMemAllocatorEx hooks;
    const char *api[4];
} domains[] = {
    [FAMILY_RAW] = {PYMEM_DOMAIN_RAW, HOOKS_OF(raw),
                    {"PyMem_RawMalloc", "PyMem_RawCalloc", "PyMem_RawRealloc",
                     "PyMem_RawFree"}},
    [FAMILY_MEM] = {PYMEM_DOMAIN_MEM, HOOKS_OF(mem),
                    {"PyMem_Malloc", "PyMem_Calloc", "PyMem_Realloc",
                     "PyMem_Free"}},
    [FAMILY_OBJ] = {PYMEM_DOMAIN_OBJ, HOOKS_OF(obj),
                    {"PyObject_Malloc", "PyObject_Calloc", "PyObject_Realloc",
                     "PyObject_Free"}},
};

const char *
hook_api(uintptr_t function)
{
    for (int f = FAMILY_RAW; f <= FAMILY_OBJ; f++) {
        const PyMemAllocatorEx *ours = &domains[f].hooks;
        const uintptr_t functions[] = {
            (uintptr_t)ours->malloc, (uintptr_t)ours->calloc,
            (uintptr_t)ours->realloc, (uintptr_t)ours->free,
        };
        for (int i = 0; i < 4; i++) {
            if (function == functions[i]) {
                return domains[f].api[i];
            }
        }
    }
    return NULL;
}

int
hooks_install(void)
{
    if (arena_reserve() < 0) {
        return -1;
    }
    for (int f = FAMILY_RAW; f <= FAMILY_OBJ; f++) {
        PyMemAllocatorEx ours = domains[f].hooks;
        PyMem_GetAllocator(domains[f].domain, &hooks.original[f]);
        PyMem_SetAllocator(domains[f].domain, &ours);
    }
    /* Another thread may hold it when this one forks. */
    pthread_atfork(lock, unlock, unlock);
    hooks.installed = true;
    return 0;
}

/* --- Switches -------------------------------------------------------------- */

/* A plain run has no hooks, and so no window. */
void window_open(void) { running = window = hooks.installed; }
void window_close(void) { running = window = false; }
bool window_is_open(void) { return window; }

void hooks_quarantine(bool on) { hooks.quarantines = on; }
void hooks_fence(bool on) { hooks.fences = on; }
void hooks_trace(bool on) { hooks.traces = on; }
