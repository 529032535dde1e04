/* For one last call: each block alone on its pages, its end at a page that
   cannot be touched, and its own pages taken away when it is freed.  Reads of
   freed memory and of what lies past the end fault at once; nothing else sees
   a read. */
#include "tools/refcheck/internal.h"

#include <string.h>
#include <sys/mman.h>

enum {
    PAGE = 4096,
    /* Each block costs the kernel two mappings of its 65,530 (the default of
       vm.max_map_count); past this the arena serves. */
    MAX_BLOCKS = 29000,
};

static const size_t FENCE_BYTES = (size_t)2 << 30;

extern void *__libc_calloc(size_t, size_t);

static struct {
    char *base, *top;
    uint32_t *of_page;          /* 1 + index in `blocks`, 0: none */
    block *blocks;
    char **payloads;
    uint32_t n;
} fence;

static bool
reserve(void)
{
    void *base = mmap(NULL, FENCE_BYTES, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED) {
        return false;
    }
    fence.of_page = __libc_calloc(FENCE_BYTES / PAGE, sizeof(uint32_t));
    fence.blocks = __libc_calloc(MAX_BLOCKS, sizeof(block));
    fence.payloads = __libc_calloc(MAX_BLOCKS, sizeof(char *));
    if (!fence.of_page || !fence.blocks || !fence.payloads) {
        return false;           /* the child ends soon: nothing to give back */
    }
    fence.base = fence.top = base;
    return true;
}

void *
fence_alloc(family f, size_t size, uint32_t made)
{
    if (fence.base == NULL && !reserve()) {
        return NULL;
    }
    size_t pages = (size + PAGE - 1) / PAGE;
    size_t left = (size_t)(fence.base + FENCE_BYTES - fence.top) / PAGE;
    if (fence.n == MAX_BLOCKS || pages + 1 > left) {
        return NULL;
    }
    char *guard = fence.top + pages * PAGE;
    if (mprotect(guard, PAGE, PROT_NONE) < 0) {
        return NULL;
    }
    uint32_t i = fence.n++;
    for (size_t k = 0; k <= pages; k++) {
        fence.of_page[(fence.top - fence.base) / PAGE + k] = i + 1;
    }
    fence.top = guard + PAGE;
    fence.payloads[i] = guard - ((size + 15) & ~(size_t)15);
    fence.blocks[i] = (block){
        .family = (uint8_t)f,
        .state = BLOCK_LIVE,
        .offset = NO_OBJECT,
        .size = size,
        .total = pages * PAGE,
        .made = made,
    };
    return fence.payloads[i];
}

bool
fence_owns(const void *p)
{
    return fence.base != NULL
           && (const char *)p >= fence.base && (const char *)p < fence.top;
}

block *
fence_block(const void *p)
{
    size_t page = ((const char *)p - fence.base) / PAGE;
    return &fence.blocks[fence.of_page[page] - 1];
}

char *
fence_payload(const block *b)
{
    return fence.payloads[b - fence.blocks];
}

void
fence_free(block *b)
{
    uintptr_t start = (uintptr_t)fence_payload(b) & ~(uintptr_t)(PAGE - 1);
    b->state = BLOCK_QUARANTINED;
    /* Where the kernel refuses, a read goes unseen: no false alarm. */
    (void)mprotect((void *)start, b->total, PROT_NONE);
}
