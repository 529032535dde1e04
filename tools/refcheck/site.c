/* Where in the module under test? A walk up the stack to its first frame. */
#include "tools/refcheck/internal.h"

#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unwind.h>

enum { MAX_SITES = 1 << 14, MAX_DEPTH = 64 };

typedef struct {
    uintptr_t pc;               /* in the module */
    uintptr_t callee;           /* in what the module called, 0: nothing */
} site;

static site sites[MAX_SITES];
static uint32_t nsites = 1;
static struct { uintptr_t low, high, base; } texts[MAX_MODULES];
static int ntexts;

/* --- The module ------------------------------------------------------------ */

static int
find_text(struct dl_phdr_info *info, size_t Py_UNUSED(size), void *arg)
{
    char path[PATH_MAX];
    if (info->dlpi_name == NULL || realpath(info->dlpi_name, path) == NULL
        || strcmp(path, (const char *)arg) != 0) {
        return 0;
    }
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type == PT_LOAD && (header->p_flags & PF_X)) {
            texts[ntexts].base = info->dlpi_addr;
            texts[ntexts].low = info->dlpi_addr + header->p_vaddr;
            texts[ntexts].high = texts[ntexts].low + header->p_memsz;
        }
    }
    return 1;
}

void
site_watch_module(const char *path)
{
    char resolved[PATH_MAX];
    if (ntexts < MAX_MODULES && strlen(path) < MAX_PATH
        && realpath(path, resolved) != NULL
        && dl_iterate_phdr(find_text, resolved) == 1) {
        rc_set_string(rc_shared->modules[ntexts++], MAX_PATH, path);
        rc_shared->nmodules = ntexts;
    }
}

/* The number of the module whose code this is, from 1; 0: none. */
static int
module_of(uintptr_t pc)
{
    for (int i = 0; i < ntexts; i++) {
        if (pc >= texts[i].low && pc < texts[i].high) {
            return i + 1;
        }
    }
    return 0;
}

/* --- The walk -------------------------------------------------------------- */

typedef struct {
    uintptr_t start;            /* skip all frames before this one, 0: none */
    site found;
    int depth;
} walk;

static _Unwind_Reason_Code
step(struct _Unwind_Context *context, void *arg)
{
    walk *w = arg;
    int exact = 0;
    uintptr_t pc = _Unwind_GetIPInfo(context, &exact);
    if (pc == 0 || ++w->depth > MAX_DEPTH) {
        return _URC_END_OF_STACK;
    }
    if (!exact) {
        pc--;                   /* into the call, not behind it */
    }
    if (w->start != 0) {
        if (pc != w->start) {
            return _URC_NO_REASON;
        }
        w->start = 0;
    }
    if (module_of(pc) != 0) {
        w->found.pc = pc;
        return _URC_END_OF_STACK;
    }
    w->found.callee = _Unwind_GetRegionStart(context);
    return _URC_NO_REASON;
}

/* -1: nothing of the module is on the stack. */
static int
walk_from(uintptr_t start, site *found)
{
    walk w = {.start = start};
    if (ntexts > 0) {
        _Unwind_Backtrace(step, &w);
    }
    *found = w.found;
    return w.found.pc == 0 ? -1 : 0;
}

static uint32_t
number_of(site here)
{
    /* Few are different: the places where one statement's code allocates. */
    for (uint32_t i = nsites; i-- > 1; ) {
        if (sites[i].pc == here.pc && sites[i].callee == here.callee) {
            return i;
        }
    }
    if (nsites == MAX_SITES) {
        return 0;
    }
    sites[nsites] = here;
    return nsites++;
}

uint32_t
site_here(void)
{
    site here;
    window_close();             /* the unwinder may allocate */
    int found = walk_from(0, &here);
    window_open();
    return found < 0 ? 0 : number_of(here);
}

uint32_t
site_of_signal(uintptr_t pc)
{
    site here = {0};
    if (module_of(pc) != 0) {
        here.pc = pc;
        return number_of(here);
    }
    return walk_from(pc, &here) < 0 && walk_from(0, &here) < 0
        ? 0 : number_of(here);
}

/* --- Names ----------------------------------------------------------------- */

/* What was called, or NULL.  An inner function of a library has no name here:
   better none than that of its neighbor. */
static const char *
api_name(uintptr_t function)
{
    Dl_info info;
    const char *name = hook_api(function);
    if (name != NULL) {
        return name;
    }
    if (function == 0 || dladdr((void *)function, &info) == 0
        || info.dli_sname == NULL || (uintptr_t)info.dli_saddr != function) {
        return NULL;
    }
    return info.dli_sname;
}

static void
place(const site *s, refcheck_place *to)
{
    memset(to, 0, sizeof(*to));
    if (s->pc == 0) {
        return;
    }
    const char *api = api_name(s->callee);
    const int module = module_of(s->pc);
    to->library[0] = (char)module;      /* symbolize() puts its name there */
    to->offset = s->pc - texts[module - 1].base;
    if (api != NULL) {
        rc_set_string(to->api, sizeof(to->api), api);
    }
}

void
site_place(uint32_t number, refcheck_place *to)
{
    place(&sites[number], to);
}

/* An object dies in its type's dealloc, which ends in a jump to one of these:
   no name for what its author wrote there. */
void
site_place_freed(const block *b, refcheck_place *to)
{
    static const char *const ends[] = {
        "_Py_Dealloc", "PyObject_Free", "PyObject_GC_Del",
    };
    site_place(b->freed, to);
    for (size_t i = 0; b->type != NULL && i < sizeof(ends) / sizeof(*ends); i++) {
        if (strcmp(to->api, ends[i]) == 0) {
            to->api[0] = '\0';
        }
    }
}
