/* Every block of memory: what holds it, and what hands it out. */
#ifndef REFCHECK_MEMORY_H
#define REFCHECK_MEMORY_H

#include "tools/refcheck/base.h"

/* --- arena.c: every block of the PyMem domains and of malloc() ----------- */

typedef enum { FAMILY_RAW, FAMILY_MEM, FAMILY_OBJ, FAMILY_LIBC } family;

typedef enum {
    BLOCK_FREE,
    BLOCK_LIVE,
    BLOCK_QUARANTINED,          /* freed, poisoned, not to be reused yet */
} block_state;

enum { NO_OBJECT = 255 };

/* Stands before every block.  `offset` is where in the block its object
   starts (behind the collector's head, say), or NO_OBJECT. */
typedef struct block {
    uint32_t magic;
    uint8_t family;
    uint8_t state;
    uint8_t offset;
    int8_t rounds_up, rounds_down;  /* census: in how many the count moved */
    bool counted;                   /* a census has seen it */
    uint8_t spare[6];
    uint64_t total;                 /* bytes to the next block */
    uint64_t size;                  /* bytes asked for */
    uint64_t serial;                /* nth allocation of the process */
    uint32_t made, freed;           /* sites */
    const char *type;               /* name, once it is known */
    struct block *next;             /* free list or quarantine */
    int64_t count;                  /* reference count at the last census */
    int32_t drift;                  /* what it gained over all rounds */
    uint32_t order;                 /* nth of its site in its call, 0: unknown */
} block;
_Static_assert(sizeof(block) % 16 == 0, "payloads are aligned to 16 bytes");

static inline char *
block_payload(const block *b)
{
    return (char *)(b + 1);
}

const char *family_type(family f);      /* "malloc block" */

int arena_reserve(void);                /* -1: no address space */
block *arena_alloc(family f, size_t size, uint32_t made);   /* NULL: full */
/* The same, for an object at `offset` that is to be watched: its count ends a
   page on which nothing else will stand. */
block *arena_alloc_apart(family f, size_t size, uint32_t made, size_t offset);
block *arena_block(void *p);            /* NULL: p is no block's payload */
bool arena_is_intact(const block *b);   /* nothing was written past its end */
/* The pointer that was written there, or what looks like one; NULL: none. */
const void *arena_past_end(const block *b);
void arena_reuse(block *b);
/* From now on no new block stands on an old one's page: see watch.c. */
void arena_reuse_nothing(void);
void arena_quarantine(block *b);
void arena_check_quarantine(void);      /* notices what was changed there */
uint64_t arena_serial(void);            /* of the last block; 0: no arena */
bool arena_owns(const void *p);
bool arena_readable(const void *p, size_t size);

/* Walks all blocks: for (block *b = NULL; (b = arena_next(b)) != NULL; ) */
block *arena_next(block *b);

/* The freed block that `word`, read from a register, was the poison of. */
const block *arena_poisoned(uint64_t word);

/* --- hooks.c: in place of malloc() and free() ---------------------------- */

/* Takes over the PyMem domains.  Call between Py_PreInitialize() and
   Py_InitializeFromConfig().  -1: no address space. */
int hooks_install(void);
enum { FRESH_BYTE = 0xCD };             /* what new memory is filled with */

void *hook_malloc(family f, size_t size);
void *hook_calloc(family f, size_t n, size_t size);
void *hook_realloc(family f, void *p, size_t size);
void hook_free(family f, void *p);
bool hook_owns(const void *p);
/* "PyMem_Malloc" for the hook that serves it, NULL for other functions. */
const char *hook_api(uintptr_t function);

/* The window is open while the statement runs, in the thread that runs it:
   then libc's malloc() is watched too, and from now on, where switched on: */
void window_open(void);
void window_close(void);
bool window_is_open(void);
/* Where the statement is, while the window is open and sites are wanted; else 0. */
uint32_t hook_site(void);
void hooks_quarantine(bool on);     /* what is freed is kept from reuse */
void hooks_fence(bool on);          /* each block stands on pages of its own */
void hooks_trace(bool on);          /* blocks remember who made and freed them */

/* --- fence.c: one block, one set of pages -------------------------------- */

void *fence_alloc(family f, size_t size, uint32_t made);    /* NULL: full */
bool fence_owns(const void *p);
block *fence_block(const void *p);      /* its header is kept elsewhere */
char *fence_payload(const block *b);
void fence_free(block *b);

#endif /* REFCHECK_MEMORY_H */
