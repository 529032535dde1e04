/* References that leave a module by `return`.

   A module that was compiled with shim.h tells of each reference that it takes
   and gives away, but no macro sees what a function returns to Python.  So what
   the module hands to Python in tables, methods and slots, is exchanged for
   relays: functions of ours, which call the module's and then tell of what it
   returned.  In the machine's eyes all of them take up to six words and return
   one. */
#include "tools/refcheck/immortal/relay.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>

typedef uintptr_t word;
typedef word (*function)(word, word, word, word, word, word);

enum { RELAYS = 1024 };

static struct {
    function target;
    relay_kind kind;
} relays[RELAYS];
static int nrelays;

/* Calls of the module that are under way in this thread. */
static _Thread_local int depth;

bool
relay_is_under_way(void)
{
    return depth > 0;
}

static word
relay(int n, word a, word b, word c, word d, word e, word f)
{
    const function target = relays[n].target;
    depth++;
    word result = target(a, b, c, d, e, f);
    if (relays[n].kind == RELAY_RETURNS) {
        immortal_returned((PyObject *)result, (uintptr_t)target);
    }
    else if (relays[n].kind == RELAY_SENDS) {   /* by its third argument */
        immortal_returned(*(PyObject **)c, (uintptr_t)target);
    }
    depth--;
    return result;
}

/* --- The pool ------------------------------------------------------------------ */

#define EACH_16(X, p) \
    X(p##0) X(p##1) X(p##2) X(p##3) X(p##4) X(p##5) X(p##6) X(p##7) \
    X(p##8) X(p##9) X(p##a) X(p##b) X(p##c) X(p##d) X(p##e) X(p##f)
#define EACH_256(X, p) \
    EACH_16(X, p##0) EACH_16(X, p##1) EACH_16(X, p##2) EACH_16(X, p##3) \
    EACH_16(X, p##4) EACH_16(X, p##5) EACH_16(X, p##6) EACH_16(X, p##7) \
    EACH_16(X, p##8) EACH_16(X, p##9) EACH_16(X, p##a) EACH_16(X, p##b) \
    EACH_16(X, p##c) EACH_16(X, p##d) EACH_16(X, p##e) EACH_16(X, p##f)
#define EACH_1024(X) \
    EACH_256(X, 0x0) EACH_256(X, 0x1) EACH_256(X, 0x2) EACH_256(X, 0x3)

#define DEFINE(n) \
    static word \
    relay_##n(word a, word b, word c, word d, word e, word f) \
    { \
        return relay(n, a, b, c, d, e, f); \
    }
#define NAME(n) relay_##n,

EACH_1024(DEFINE)
static const function pool[RELAYS] = { EACH_1024(NAME) };

/* --- The module's code ------------------------------------------------------------ */

typedef struct {
    uintptr_t address;
    relay_module module;        /* the library's code that holds it */
} search;

static int
find_module(struct dl_phdr_info *info, size_t Py_UNUSED(size), void *arg)
{
    search *s = arg;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        uintptr_t low = info->dlpi_addr + header->p_vaddr;
        if (header->p_type == PT_LOAD && (header->p_flags & PF_X)
            && s->address - low < header->p_memsz) {
            s->module.low = low;
            s->module.high = low + header->p_memsz;
            return 1;
        }
    }
    return 0;
}

relay_module
relay_module_at(uintptr_t address)
{
    search s = {.address = address};
    dl_iterate_phdr(find_module, &s);
    return s.module;
}

/* The same function has one relay: Python compares slots.  What is not the
   module's own, or finds the pool empty, stays as it is. */
void *
relay_for(const relay_module *module, void *target, relay_kind kind)
{
    if ((uintptr_t)target - module->low >= module->high - module->low) {
        return target;
    }
    for (int i = 0; i < nrelays; i++) {
        if ((void *)relays[i].target == target && relays[i].kind == kind) {
            return (void *)pool[i];
        }
    }
    if (nrelays == RELAYS) {
        return target;
    }
    relays[nrelays].target = (function)target;
    relays[nrelays].kind = kind;
    return (void *)pool[nrelays++];
}

bool
relay_same_library(const void *a, uintptr_t b)
{
    Dl_info first, second;
    if (dladdr(a, &first) == 0) {
        return true;            /* no library's: memory */
    }
    return dladdr((void *)b, &second) != 0
           && first.dli_fbase == second.dli_fbase;
}
