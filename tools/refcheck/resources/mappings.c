/* Memory that the statement maps, and does not get from malloc(): mmap() and its
   family, in place of libc's, as in malloc.c. */
/* Before Python.h, which asks for mmap64() under the name of mmap(). */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tools/refcheck/resources/resources.h"

enum { MAX_MAPPINGS = 8192, PAGE = 4096 };

typedef struct {
    uintptr_t low, high;
    uint32_t made;
} mapping;

static mapping mappings[MAX_MAPPINGS];
static _Atomic int nmappings;
static atomic_flag is_locked = ATOMIC_FLAG_INIT;

static void
lock(void)
{
    while (atomic_flag_test_and_set_explicit(&is_locked, memory_order_acquire)) {
    }
}

static void
unlock(void)
{
    atomic_flag_clear_explicit(&is_locked, memory_order_release);
}

static uintptr_t
page_end(uintptr_t address)
{
    return (address + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
}

static void
add(uintptr_t low, uintptr_t high, uint32_t made)
{
    if (nmappings < MAX_MAPPINGS) {
        mappings[nmappings++] = (mapping){low, high, made};
    }
}

/* A part of it may be unmapped alone, or its middle. */
static void
cut(mapping *m, uintptr_t low, uintptr_t high)
{
    if (low <= m->low && high >= m->high) {
        *m = mappings[--nmappings];
    }
    else if (low <= m->low) {
        m->low = high;
    }
    else {
        uintptr_t end = m->high;
        m->high = low;
        if (high < end) {
            add(high, end, m->made);
        }
    }
}

/* Was any of it known?  *made is its site then. */
static bool
take_out(const void *address, size_t size, uint32_t *made)
{
    uintptr_t low = (uintptr_t)address, high = page_end(low + size);
    bool known = false;
    lock();
    for (int i = nmappings; i-- > 0; ) {
        mapping *m = &mappings[i];
        if (m->low < high && m->high > low) {
            known = true;
            *made = m->made;
            cut(m, low, high);
        }
    }
    unlock();
    return known;
}

static void
forget(const void *address, size_t size)
{
    uint32_t made;
    (void)take_out(address, size, &made);
}

static void
remember(const void *address, size_t size, uint32_t made)
{
    uintptr_t low = (uintptr_t)address;
    lock();
    add(low, page_end(low + size), made);
    unlock();
}

/* --- In place of libc's -------------------------------------------------------- */

void *
mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    void *p = (void *)syscall(SYS_mmap, address, size, protection, flags, fd,
                              offset);
    if (p == MAP_FAILED) {
        return p;
    }
    if (flags & MAP_FIXED) {
        forget(p, size);
    }
    if (window_is_open()) {
        remember(p, size, hook_site());
    }
    return p;
}

void *
mmap64(void *address, size_t size, int protection, int flags, int fd,
       off64_t offset)
{
    return mmap(address, size, protection, flags, fd, offset);
}

int
munmap(void *address, size_t size)
{
    if (nmappings > 0) {        /* first: it may be mapped again at once */
        forget(address, size);
    }
    return (int)syscall(SYS_munmap, address, size);
}

void *
mremap(void *old, size_t old_size, size_t size, int flags, ...)
{
    void *target = NULL;
    if (flags & MREMAP_FIXED) {
        va_list rest;
        va_start(rest, flags);
        target = va_arg(rest, void *);
        va_end(rest);
    }
    uint32_t made = 0;
    bool known = nmappings > 0 && take_out(old, old_size, &made);
    void *p = (void *)syscall(SYS_mremap, old, old_size, size, flags, target);
    bool moved = p != MAP_FAILED;
    if (known) {
        remember(moved ? p : old, moved ? size : old_size, made);
    }
    return p;
}

void
mappings_visit(resource_visitor visit)
{
    for (int i = 0; i < nmappings; i++) {
        const mapping *m = &mappings[i];
        const resource r = {MAPPING, m->made, m->low, m->high - m->low, ""};
        visit(&r);
    }
}
