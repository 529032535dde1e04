/* Every block of memory that Python and the extension take, in one arena.

   A header before each block says who made it; headers stand in one line, so
   that all live blocks can be walked.  What is freed while the window is open
   is filled with a poison and kept from reuse: the poison is a large positive
   reference count that no version takes for immortal, and a pointer that no
   processor follows, and its low bits say which block it was. */
#include "tools/refcheck/internal.h"

#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

enum {
    MAGIC = 0x52434831,
    RED_ZONE = 8,               /* bytes behind the payload */
    RED_BYTE = 0xFB,
    SMALL = 2048,               /* classes of 16 bytes up to here, */
    START_BYTES = 1 << 21,
    CLASSES = 512,              /* then four a power of two */
    PAGE = 4096,
};

#ifndef MADV_POPULATE_WRITE     /* Linux 5.14 */
#define MADV_POPULATE_WRITE 23
#endif

static const uint64_t POISON = UINT64_C(0x7EADDEAD40000000);
static const uint64_t POISON_SERIAL = UINT64_C(0x3FFFFFFF);
static const uint64_t QUARANTINE_BYTES = UINT64_C(24) << 20;

static struct {
    char *base, *top, *end;
    block *free[CLASSES];
    block *oldest, *newest;     /* the quarantine */
    uint64_t quarantined;       /* its bytes */
    uint64_t serial;
    bool only_new;              /* blocks are taken from the end, never reused */
} arena;

const char *
family_type(family f)
{
    static const char *const types[] = {
        "PyMem_Raw block", "PyMem block", "PyObject block", "malloc block",
    };
    return types[f];
}

int
arena_reserve(void)
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
    /* Python's start takes so much; page by page it would cost more. */
    (void)madvise(base, START_BYTES, MADV_POPULATE_WRITE);
    return 0;
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
take_new(uint64_t total)
{
    if ((uint64_t)(arena.end - arena.top) < total) {
        return NULL;
    }
    block *b = (block *)arena.top;
    arena.top += total;
    b->magic = MAGIC;
    b->total = total;
    return b;
}

static block *
take(uint64_t total)
{
    int class = size_class(&total);
    block *b = arena.free[class];
    if (b != NULL && !arena.only_new) {
        arena.free[class] = b->next;
        return b;
    }
    return take_new(total);
}

void
arena_reuse_nothing(void)
{
    arena.only_new = true;
}

void
arena_reuse(block *b)
{
    uint64_t total = b->total;
    int class = size_class(&total);
    b->state = BLOCK_FREE;
    b->next = arena.free[class];
    arena.free[class] = b;
}

static block *
set_up(block *b, family f, size_t size, uint32_t made)
{
    if (b == NULL) {
        return NULL;
    }
    b->family = (uint8_t)f;
    b->state = BLOCK_LIVE;
    b->offset = NO_OBJECT;
    b->counted = false;
    b->rounds_up = b->rounds_down = 0;
    b->drift = 0;
    b->size = size;
    b->serial = ++arena.serial;
    b->made = made;
    b->order = 0;
    b->freed = 0;
    b->type = NULL;
    memset(block_payload(b) + size, RED_BYTE, RED_ZONE);
    return b;
}

block *
arena_alloc(family f, size_t size, uint32_t made)
{
    if (size > PTRDIFF_MAX - sizeof(block) - RED_ZONE) {
        return NULL;
    }
    return set_up(take(sizeof(block) + size + RED_ZONE), f, size, made);
}

/* Behind a block that is never used, which fills the page of the last one and
   its own up to the header. */
block *
arena_alloc_apart(family f, size_t size, uint32_t made, size_t offset)
{
    uint64_t total = sizeof(block) + size + RED_ZONE;
    uint64_t head = sizeof(block) + offset + sizeof(PyObject);
    uintptr_t end = ((uintptr_t)arena.top + 2 * PAGE) & ~(uintptr_t)(PAGE - 1);
    if (size > PTRDIFF_MAX - sizeof(block) - RED_ZONE
        || take_new(end - head - (uintptr_t)arena.top) == NULL) {
        return NULL;
    }
    (void)size_class(&total);
    return set_up(take_new(total), f, size, made);
}

block *
arena_block(void *p)
{
    block *b = (block *)p - 1;
    return arena_readable(b, sizeof(*b)) && b->magic == MAGIC ? b : NULL;
}

bool
arena_is_intact(const block *b)
{
    const unsigned char *zone = (unsigned char *)block_payload(b) + b->size;
    for (int i = 0; i < RED_ZONE; i++) {
        if (zone[i] != RED_BYTE) {
            return false;
        }
    }
    return true;
}

const void *
arena_past_end(const block *b)
{
    const void *word = NULL;
    if (!arena_is_intact(b)) {
        memcpy(&word, block_payload(b) + b->size, sizeof(word));
    }
    return word;
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

/* The index of the first word that is not the poison any more, or -1. */
static Py_ssize_t
first_changed_word(const block *b)
{
    const uint64_t *words = (const uint64_t *)block_payload(b);
    for (size_t i = 0; i < b->size / 8; i++) {
        if (words[i] != poison_of(b)) {
            return (Py_ssize_t)i;
        }
    }
    return -1;
}

/* Has somebody written to a freed block?  One release too many is told from
   any other write by where it went and how far. */
static void
check_quarantined(block *b)
{
    Py_ssize_t i = first_changed_word(b);
    if (i < 0) {
        return;
    }
    size_t count_at = b->offset + offsetof(PyObject, ob_refcnt);
    int64_t change = (int64_t)(((uint64_t *)block_payload(b))[i] - poison_of(b));
    if (b->offset != NO_OBJECT && (size_t)i * 8 == count_at
        && change < 0 && change > -1000) {
        rc_notice(REFCHECK_OVER_RELEASE, b, -change);
    }
    else {
        rc_notice(REFCHECK_USE_AFTER_FREE, b, 1);
    }
    poison(b);
}

void
arena_quarantine(block *b)
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
        arena_reuse(oldest);
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

/* --- For the others -------------------------------------------------------- */

uint64_t
arena_serial(void)
{
    return arena.serial;
}

bool
arena_owns(const void *p)
{
    return (const char *)p >= arena.base && (const char *)p < arena.top;
}

bool
arena_readable(const void *p, size_t size)
{
    return arena_owns(p) && (uint64_t)(arena.top - (const char *)p) >= size;
}

block *
arena_next(block *b)
{
    char *next = b == NULL ? arena.base : (char *)b + b->total;
    return next < arena.top ? (block *)next : NULL;
}
