/* Every block of memory that Python and the extension take, in one arena.

   A header before each block says who made it; headers stand in one line, so
   that all live blocks can be walked.  What is freed while the window is open
   is filled with a poison and kept from reuse: the poison is a large positive
   reference count that no version takes for immortal, and a pointer that no
   processor follows, and its low bits say which block it was. */
#include "tools/refcheck/internal.h"

#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

enum {
    MAGIC = 0x52434831,
    RED_ZONE = 8,               /* bytes behind the payload */
    RED_BYTE = 0xFB,
    SMALL = 2048,               /* classes of 16 bytes up to here, */
    CLASSES = 512,              /* then four a power of two */
};

static const uint64_t POISON = UINT64_C(0x7EADDEAD40000000);
static const uint64_t POISON_SERIAL = UINT64_C(0x3FFFFFFF);
static const uint64_t QUARANTINE_BYTES = UINT64_C(256) << 20;

extern void *__libc_realloc(void *, size_t);
extern void __libc_free(void *);

static struct {
    char *base, *top, *end;
    block *free[CLASSES];
    block *oldest, *newest;     /* the quarantine */
    uint64_t quarantined;       /* its bytes */
    uint64_t serial;
    bool quarantines, fences, traces;
    PyMemAllocatorEx original[3];   /* of what was allocated before us */
    atomic_flag lock;
} arena = {.lock = ATOMIC_FLAG_INIT};

static _Thread_local bool window;   /* the statement runs in this thread */

static void
lock(void)
{
    while (atomic_flag_test_and_set_explicit(&arena.lock,
                                             memory_order_acquire)) {
    }
}

static void
unlock(void)
{
    atomic_flag_clear_explicit(&arena.lock, memory_order_release);
}

const char *
family_type(family f)
{
    static const char *const types[] = {
        "PyMem_Raw block", "PyMem block", "PyObject block", "malloc block",
    };
    return types[f];
}

/* --- Blocks ---------------------------------------------------------------- */

/* Rounds *total up to the size of its class, and returns the class. */
static int
size_class(uint64_t *total)
{
    uint64_t n = (*total + 15) & ~UINT64_C(15);
    if (n <= SMALL) {
        *total = n;
        return (int)(n / 16);
    }
    int power = 63 - __builtin_clzll(n - 1);    /* 2^power < n <= 2^(power+1) */
    uint64_t step = UINT64_C(1) << (power - 2);
    n = (n + step - 1) & ~(step - 1);
    *total = n;
    return SMALL / 16 + 4 * (power - 11)
           + (int)((n - (UINT64_C(1) << power)) / step);
}

static block *
take(uint64_t total)
{
    int class = size_class(&total);
    block *b = arena.free[class];
    if (b != NULL) {
        arena.free[class] = b->next;
        return b;
    }
    if ((uint64_t)(arena.end - arena.top) < total) {
        return NULL;
    }
    b = (block *)arena.top;
    arena.top += total;
    b->magic = MAGIC;
    b->total = total;
    return b;
}

static void
give_back(block *b)
{
    uint64_t total = b->total;
    int class = size_class(&total);
    b->state = BLOCK_FREE;
    b->next = arena.free[class];
    arena.free[class] = b;
}

void *
hook_malloc(family f, size_t size)
{
    bool watched = window;
    uint32_t made = watched && arena.traces ? site_here() : 0;

    if (size == 0) {
        size = 1;
    }
    if (size > PTRDIFF_MAX - sizeof(block) - RED_ZONE) {
        return NULL;
    }
    lock();
    if (watched && arena.fences) {
        void *fenced = fence_alloc(f, size, made);
        if (fenced != NULL) {
            unlock();
            return fenced;
        }
    }
    block *b = take(sizeof(block) + size + RED_ZONE);
    if (b != NULL) {
        b->family = (uint8_t)f;
        b->state = BLOCK_LIVE;
        b->offset = NO_OBJECT;
        b->epoch = 0;
        b->size = size;
        b->serial = ++arena.serial;
        b->made = made;
        b->freed = 0;
        b->type = NULL;
        memset(block_payload(b) + size, RED_BYTE, RED_ZONE);
    }
    unlock();
    return b == NULL ? NULL : block_payload(b);
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

/* --- The quarantine -------------------------------------------------------- */

static uint64_t
poison_of(const block *b)
{
    return POISON | (b->serial & POISON_SERIAL);
}

static void
poison(block *b)
{
    uint64_t *words = (uint64_t *)block_payload(b);
    for (size_t i = 0; i < b->size / 8; i++) {
        words[i] = poison_of(b);
    }
}

static block *
first_changed_word(block *b, size_t *index)
{
    const uint64_t *words = (const uint64_t *)block_payload(b);
    for (size_t i = 0; i < b->size / 8; i++) {
        if (words[i] != poison_of(b)) {
            *index = i;
            return b;
        }
    }
    return NULL;
}

/* Has somebody written to a freed block?  One release too many is told from
   any other write by where it went and how far. */
static void
check_quarantined(block *b)
{
    size_t i;
    if (first_changed_word(b, &i) == NULL) {
        return;
    }
    size_t count_at = b->offset + offsetof(PyObject, ob_refcnt);
    int64_t change = (int64_t)(((uint64_t *)block_payload(b))[i] - poison_of(b));
    if (b->offset != NO_OBJECT && i * 8 == count_at
        && change < 0 && change > -1000) {
        rc_notice(REFCHECK_OVER_RELEASE, b, -change);
    }
    else {
        rc_notice(REFCHECK_USE_AFTER_FREE, b, 1);
    }
    poison(b);
}

static void
quarantine(block *b)
{
    b->state = BLOCK_QUARANTINED;
    b->next = NULL;
    poison(b);
    if (arena.newest != NULL) {
        arena.newest->next = b;
    }
    else {
        arena.oldest = b;
    }
    arena.newest = b;
    arena.quarantined += b->total;
    while (arena.quarantined > QUARANTINE_BYTES) {
        block *oldest = arena.oldest;
        check_quarantined(oldest);
        arena.oldest = oldest->next;
        if (arena.oldest == NULL) {
            arena.newest = NULL;
        }
        arena.quarantined -= oldest->total;
        give_back(oldest);
    }
}

void
arena_check_quarantine(void)
{
    for (block *b = arena.oldest; b != NULL; b = b->next) {
        check_quarantined(b);
    }
}

const block *
arena_poisoned(uint64_t word)
{
    /* A field may have been added to it: the nearest poison below. */
    const block *nearest = NULL;
    for (block *b = arena.oldest; b != NULL; b = b->next) {
        uint64_t p = poison_of(b);
        if (p <= word && word - p < 1024
            && (nearest == NULL || p > poison_of(nearest))) {
            nearest = b;
        }
    }
    return nearest;
}

/* --- Freeing --------------------------------------------------------------- */

static bool
red_zone_is_whole(const block *b)
{
    const unsigned char *zone = (unsigned char *)block_payload(b) + b->size;
    for (int i = 0; i < RED_ZONE; i++) {
        if (zone[i] != RED_BYTE) {
            return false;
        }
    }
    return true;
}

/* Looks at what is about to be freed: only the statement's own doings count,
   Python's start has some of its own. */
static void
inspect(block *b, family f, const char *payload)
{
    if (f == FAMILY_OBJ) {
        int offset = object_offset(payload, b->size, f);
        if (offset >= 0) {
            b->offset = (uint8_t)offset;
            b->type = object_type_name((PyObject *)(payload + offset));
        }
    }
    if (b->family != f) {
        rc_notice(REFCHECK_WRONG_FAMILY, b, 1);
    }
}

static void
free_fenced(block *b, family f, bool watched, uint32_t freed)
{
    if (b->state != BLOCK_LIVE) {
        b->freed = freed;
        rc_notice(REFCHECK_DOUBLE_FREE, b, 1);
        return;
    }
    b->freed = freed;
    if (watched) {
        inspect(b, f, fence_payload(b));
    }
    fence_free(b);
}

static void
free_block(block *b, family f, bool watched, uint32_t freed)
{
    if (b->magic != MAGIC || b->state != BLOCK_LIVE) {
        if (b->magic == MAGIC) {
            rc_notice(REFCHECK_DOUBLE_FREE, b, 1);
        }
        return;
    }
    b->freed = freed;
    if (watched) {
        inspect(b, f, block_payload(b));
        if (!red_zone_is_whole(b)) {
            rc_notice(REFCHECK_OUT_OF_BOUNDS, b, 1);
        }
    }
    if (watched && arena.quarantines) {
        quarantine(b);
    }
    else {
        give_back(b);
    }
}

static void
free_foreign(family f, void *p)
{
    if (f == FAMILY_LIBC) {
        __libc_free(p);
    }
    else {
        PyMemAllocatorEx *original = &arena.original[f];
        original->free(original->ctx, p);
    }
}

void
hook_free(family f, void *p)
{
    if (p == NULL) {
        return;
    }
    if (!arena_owns(p)) {
        free_foreign(f, p);
        return;
    }
    bool watched = window;
    uint32_t freed = watched && arena.traces ? site_here() : 0;
    lock();
    if (fence_owns(p)) {
        free_fenced(fence_block(p), f, watched, freed);
    }
    else {
        free_block((block *)p - 1, f, watched, freed);
    }
    unlock();
}

/* Always moves while the window is open: a stale pointer then shows. */
void *
hook_realloc(family f, void *p, size_t size)
{
    if (p == NULL) {
        return hook_malloc(f, size);
    }
    if (!arena_owns(p)) {
        if (f == FAMILY_LIBC) {
            return __libc_realloc(p, size);
        }
        PyMemAllocatorEx *original = &arena.original[f];
        return original->realloc(original->ctx, p, size);
    }
    block *b = fence_owns(p) ? fence_block(p) : (block *)p - 1;
    void *moved = hook_malloc(f, size);
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
arena_api_of_hook(uintptr_t function)
{
    for (int f = FAMILY_RAW; f <= FAMILY_OBJ; f++) {
        const PyMemAllocatorEx *hooks = &domains[f].hooks;
        const uintptr_t functions[] = {
            (uintptr_t)hooks->malloc, (uintptr_t)hooks->calloc,
            (uintptr_t)hooks->realloc, (uintptr_t)hooks->free,
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
arena_install(void)
{
    void *base = MAP_FAILED;
    uint64_t size = UINT64_C(32) << 30;     /* reserved, not used */
    for (; base == MAP_FAILED && size >= UINT64_C(1) << 30; size /= 2) {
        base = mmap(NULL, size, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        arena.end = (char *)base + size;
    }
    if (base == MAP_FAILED) {
        return -1;
    }
    arena.base = arena.top = base;
    for (int f = FAMILY_RAW; f <= FAMILY_OBJ; f++) {
        PyMemAllocatorEx hooks = domains[f].hooks;
        PyMem_GetAllocator(domains[f].domain, &arena.original[f]);
        PyMem_SetAllocator(domains[f].domain, &hooks);
    }
    return 0;
}

/* --- For the others -------------------------------------------------------- */

/* A plain run has no arena, and so no window. */
void arena_open_window(void) { window = arena.base != NULL; }
void arena_close_window(void) { window = false; }
void arena_quarantine(bool on) { arena.quarantines = on; }
void arena_fence(bool on) { arena.fences = on; }
void arena_trace(bool on) { arena.traces = on; }
uint64_t arena_serial(void) { return arena.serial; }
bool window_is_ours(void) { return window; }

bool
arena_owns(const void *p)
{
    return ((const char *)p >= arena.base && (const char *)p < arena.top)
           || fence_owns(p);
}

bool
arena_readable(const void *p, size_t size)
{
    return (const char *)p >= arena.base
           && (const char *)p < arena.top
           && (uint64_t)(arena.top - (const char *)p) >= size;
}

block *
arena_next(block *b)
{
    char *next = b == NULL ? arena.base : (char *)b + b->total;
    return next < arena.top ? (block *)next : NULL;
}
