/* Where in the module under test? A walk up the stack to its first frame. */
#include "tools/refcheck/internal.h"

#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unwind.h>

enum { MAX_DEPTH = 64 };

static site sites[MAX_SITES];
static uint32_t nsites = 1;
static struct {
    uintptr_t low, high, base;
    uintptr_t data, data_end;   /* what can be written, 0: nothing */
} texts[MAX_MODULES];
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
        if (header->p_type == PT_LOAD && (header->p_flags & PF_W)) {
            texts[ntexts].data = info->dlpi_addr + header->p_vaddr;
            texts[ntexts].data_end = texts[ntexts].data + header->p_memsz;
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
int
site_module(uintptr_t pc)
{
    for (int i = 0; i < ntexts; i++) {
        if (pc >= texts[i].low && pc < texts[i].high) {
            return i + 1;
        }
    }
    return 0;
}

uintptr_t
site_slot(uintptr_t slot)
{
    for (int i = 0; i < ntexts; i++) {
        if (slot >= texts[i].data && slot % sizeof(void *) == 0
            && slot + sizeof(void *) <= texts[i].data_end) {
            return *(uintptr_t *)slot;
        }
    }
    return 0;
}

/* --- The walk -------------------------------------------------------------- */

typedef struct {
    uintptr_t start;            /* skip all frames before this one, 0: none */
    site found;
    int depth;
    const uintptr_t *functions; /* to look out for, or NULL */
    bool within;                /* one of them */
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
    if (site_module(pc) != 0) {
        uintptr_t called = exact ? 0 : call_target(pc + 1);
        w->found.callee = called != 0 ? called : w->found.callee;
        w->found.pc = pc;
        return _URC_END_OF_STACK;
    }
    w->found.callee = _Unwind_GetRegionStart(context);
    for (const uintptr_t *f = w->functions; f != NULL && *f != 0; f++) {
        w->within |= *f == w->found.callee;
    }
    return _URC_NO_REASON;
}

/* -1: nothing of the module is on the stack. */
static int
walk_from(uintptr_t start, walk *w)
{
    w->start = start;
    if (ntexts > 0) {
        _Unwind_Backtrace(step, w);
    }
    return w->found.pc == 0 ? -1 : 0;
}

uint32_t
site_number(site here)
{
    if (here.pc == 0) {
        return 0;
    }
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

site
site_of(uint32_t number)
{
    return sites[number];
}

uint32_t
site_here(void)
{
    walk w = {0};
    window_close();             /* the unwinder may allocate */
    int found = walk_from(0, &w);
    window_open();
    return found < 0 ? 0 : site_number(w.found);
}

/* `start`: as the unwinder gives it for the frame that was interrupted. */
static uint32_t
site_of_interrupted(uintptr_t pc, uintptr_t start, walk *w)
{
    if (site_module(pc) != 0) {
        w->found.pc = pc;
        return site_number(w->found);
    }
    bool open = window_is_open();
    window_close();
    bool found = walk_from(start, w) == 0;
    if (!found) {
        *w = (walk){0};
        found = walk_from(0, w) == 0;
    }
    if (open) {
        window_open();
    }
    return found ? site_number(w->found) : 0;
}

uint32_t
site_of_signal(uintptr_t pc)
{
    walk w = {0};
    return site_of_interrupted(pc, pc, &w);
}

uint32_t
site_of_write(uintptr_t behind, const uintptr_t *functions, bool *within)
{
    walk w = {.functions = functions};
    uint32_t number = site_of_interrupted(behind - 1, behind, &w);
    *within = w.within;
    return number;
}

/* --- Calls ----------------------------------------------------------------- */

typedef struct {
    walk walk;                  /* up to the innermost call */
    bool in_module;             /* where the walk stands */
    uint64_t inner;
    site_calls *calls;
} call_walk;

static uint64_t
mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

static bool
is_allocator(uintptr_t function)
{
    return hook_api(function) != NULL || function == (uintptr_t)malloc
           || function == (uintptr_t)calloc || function == (uintptr_t)realloc;
}

/* On through the module's own frames: two lines that use the same helper are two
   calls. */
static _Unwind_Reason_Code
step_in_module(struct _Unwind_Context *context, call_walk *w, uintptr_t pc)
{
    site_calls *calls = w->calls;
    if (w->in_module) {
        site_call *c = &calls->call[calls->n - 1];
        c->from = mix(c->from, pc);
        return _URC_NO_REASON;
    }
    if (calls->n == SITE_CALLS) {
        return _URC_END_OF_STACK;
    }
    const uintptr_t frame = _Unwind_GetCFA(context);
    calls->call[calls->n++] = (site_call){
        .from = mix(pc, frame),
        .inner = w->inner,
        .pc = pc,
        .frame = frame,
    };
    w->in_module = true;
    w->inner = 1;
    return _URC_NO_REASON;
}

static _Unwind_Reason_Code
step_call(struct _Unwind_Context *context, void *arg)
{
    call_walk *w = arg;
    const uintptr_t pc = _Unwind_GetIP(context);
    _Unwind_Reason_Code reason = _URC_NO_REASON;
    if (w->walk.found.pc == 0) {
        reason = step(context, &w->walk);
    }
    else if (pc == 0 || ++w->walk.depth > MAX_DEPTH) {
        return _URC_END_OF_STACK;
    }
    if (site_module(pc - 1) != 0) {
        return step_in_module(context, w, pc);
    }
    /* Our own frames differ from one branch of a hook to another. */
    w->inner = is_allocator(_Unwind_GetRegionStart(context))
        ? 1 : mix(w->inner, pc);
    w->in_module = false;
    return reason;
}

uint32_t
site_calls_here(site_calls *calls)
{
    call_walk w = {.inner = 1, .calls = calls};
    calls->n = 0;
    if (ntexts == 0) {
        return 0;
    }
    window_close();             /* the unwinder may allocate */
    _Unwind_Backtrace(step_call, &w);
    window_open();
    return w.walk.found.pc == 0 ? 0 : site_number(w.walk.found);
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

/* The name that an author writes: PY_SSIZE_T_CLEAN makes _PyArg_Parse_SizeT() of
   PyArg_Parse(), and Py_DECREF() calls _Py_Dealloc(). */
static void
set_api(char *to, size_t size, const char *name)
{
    static const char clean[] = "_SizeT";
    size_t length = strlen(name), tail = sizeof(clean) - 1;
    bool is_clean = length > tail && strncmp(name, "_Py", 3) == 0
                    && strcmp(name + length - tail, clean) == 0;
    if (strcmp(name, "_Py_Dealloc") != 0) {
        rc_set_string(to, size, is_clean ? name + 1 : name);
    }
    if (is_clean && length - 1 < size) {
        to[length - 1 - tail] = '\0';
    }
}

static void
place(const site *s, refcheck_place *to)
{
    memset(to, 0, sizeof(*to));
    if (s->pc == 0) {
        return;
    }
    const char *api = api_name(s->callee);
    const int module = site_module(s->pc);
    to->library[0] = (char)module;      /* symbolize() puts its name there */
    to->offset = s->pc - texts[module - 1].base;
    if (api != NULL) {
        set_api(to->api, sizeof(to->api), api);
    }
}

void
site_place(uint32_t number, refcheck_place *to)
{
    place(&sites[number], to);
}

uintptr_t
site_offset(uintptr_t pc)
{
    const int module = site_module(pc - 1);
    return module == 0 ? 0 : pc - 1 - texts[module - 1].base;
}

void
site_place_at(uintptr_t pc, refcheck_place *to)
{
    memset(to, 0, sizeof(*to));
    to->offset = pc;            /* of a module that is not under test */
    if (site_module(pc) != 0) {
        place(&(site){.pc = pc}, to);
    }
}

/* An object dies in its type's dealloc, which ends in a jump to one of these:
   no name for what its author wrote there. */
void
site_place_freed(const block *b, refcheck_place *to)
{
    static const char *const ends[] = {"PyObject_Free", "PyObject_GC_Del"};
    site_place(b->freed, to);
    for (size_t i = 0; b->type != NULL && i < sizeof(ends) / sizeof(*ends); i++) {
        if (strcmp(to->api, ends[i]) == 0) {
            to->api[0] = '\0';
        }
    }
}
