/* malloc() and its family, in place of libc's: the program's own definitions
   win over libc's, for every library in the process.  They only step in while
   the statement runs, and for blocks that came from here. */
#include "tools/refcheck/internal.h"

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void __libc_free(void *);

void *
malloc(size_t size)
{
    return window_is_open() ? hook_malloc(FAMILY_LIBC, size)
                            : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
    return window_is_open() ? hook_calloc(FAMILY_LIBC, n, size)
                            : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t size)
{
    if (p == NULL) {
        return malloc(size);
    }
    if (!hook_owns(p)) {
        return __libc_realloc(p, size);
    }
    if (size == 0) {
        free(p);                /* as glibc does */
        return NULL;
    }
    return hook_realloc(FAMILY_LIBC, p, size);
}

void
free(void *p)
{
    if (p != NULL && hook_owns(p)) {
        hook_free(FAMILY_LIBC, p);
    }
    else {
        __libc_free(p);
    }
}
