/* Descriptors, threads and mappings between rounds of calls: what grows in every
   round is lost, as census.c has it for blocks. */
#include "tools/refcheck/objects/census.h"
#include "tools/refcheck/resources/resources.h"

#include <string.h>
#include <sys/resource.h>

enum { MAX_KINDS = 512, MAX_HANDLES = 4096 };

static const char *const types[] = {
    [DESCRIPTOR] = "file descriptor",
    [THREAD] = "thread",
    [MAPPING] = "memory mapping",
};

/* What one place makes. */
typedef struct {
    resource example;
    int64_t first, first_bytes; /* at the first reading */
    int64_t n, before, bytes;
    int rounds_up;
} kind;

static struct {
    kind kinds[MAX_KINDS];
    int n, rounds, calls;
    int64_t all, first;         /* descriptors and threads, which are limited */
} counted;

/* --- Counting ------------------------------------------------------------------ */

static bool
is_alike(const resource *a, const resource *b)
{
    return a->sort == b->sort && a->made == b->made
           && (a->sort != DESCRIPTOR || strcmp(a->repr, b->repr) == 0
               || (a->repr[0] == '/' && b->repr[0] == '/'));
}

static kind *
kind_of(const resource *r)
{
    for (int i = 0; i < counted.n; i++) {
        if (is_alike(&counted.kinds[i].example, r)) {
            return &counted.kinds[i];
        }
    }
    if (counted.n == MAX_KINDS) {
        return NULL;
    }
    kind *k = &counted.kinds[counted.n++];
    *k = (kind){0};
    return k;
}

static void
add(const resource *r)
{
    kind *k = kind_of(r);
    counted.all += r->sort != MAPPING;
    if (k != NULL) {
        k->example = *r;
        k->n++;
        k->bytes += (int64_t)r->bytes;
    }
}

static void
count(void)
{
    for (int i = 0; i < counted.n; i++) {
        kind *k = &counted.kinds[i];
        k->before = k->n;
        k->n = k->bytes = 0;
    }
    counted.all = 0;
    descriptors_visit(add);
    threads_visit(add);
    mappings_visit(add);
}

void
resources_begin(void)
{
    counted.n = counted.rounds = counted.calls = 0;
    count();
    counted.first = counted.all;
    for (int i = 0; i < counted.n; i++) {
        kind *k = &counted.kinds[i];
        k->first = k->n;
        k->first_bytes = k->bytes;
    }
}

void
resources_round(int calls)
{
    counted.rounds++;
    counted.calls += calls;
    count();
    for (int i = 0; i < counted.n; i++) {
        kind *k = &counted.kinds[i];
        k->rounds_up += k->n - k->before >= (calls + 7) / 8;
    }
}

/* --- Judging --------------------------------------------------------------------- */

static bool
grows(const kind *k)
{
    return k->rounds_up == counted.rounds;
}

unsigned
resources_growing(void)
{
    unsigned growing = 0;
    for (int i = 0; i < counted.n; i++) {
        const kind *k = &counted.kinds[i];
        growing |= grows(k) ? 1u << k->example.sort : 0;
    }
    return growing;
}

int
resources_suffice_for(int calls, int rounds)
{
    struct rlimit limit = {.rlim_cur = 256};
    int64_t lost = counted.all - counted.first;
    if (resources_growing() == 0 || lost <= 0) {
        return calls;
    }
    getrlimit(RLIMIT_NOFILE, &limit);
    int64_t left = (int64_t)(limit.rlim_cur < 1024 ? limit.rlim_cur : 1024)
                   - counted.all;
    int64_t enough = left / 2 * counted.calls / lost / rounds;
    return enough > calls ? calls : enough > 1 ? (int)enough : 1;
}

/* --- What holds them --------------------------------------------------------------- */

/* The handles of one kind. */
static struct {
    const kind *kind;
    uintptr_t handle[MAX_HANDLES];
    int n;
} wanted;

static void
add_handle(const resource *r)
{
    if (is_alike(&wanted.kind->example, r) && wanted.n < MAX_HANDLES) {
        wanted.handle[wanted.n++] = r->handle;
    }
}

static void
collect_handles(const kind *k)
{
    wanted.kind = k;
    wanted.n = 0;
    switch (k->example.sort) {
    case DESCRIPTOR: descriptors_visit(add_handle); break;
    case THREAD: threads_visit(add_handle); break;
    case MAPPING: mappings_visit(add_handle); break;
    }
}

/* What a block holds at an offset, if it is one of the handles; else 0. */
static uintptr_t
handle_at(const block *b, size_t offset)
{
    uintptr_t value = 0;
    bool is_number = wanted.kind->example.sort == DESCRIPTOR;
    size_t size = is_number ? sizeof(int) : sizeof(value);
    if (offset + size > b->size) {
        return 0;
    }
    memcpy(&value, block_payload(b) + offset, size);
    for (int i = 0; i < wanted.n; i++) {
        if (wanted.handle[i] == value) {
            return value;
        }
    }
    return 0;
}

static bool
is_new(const block *b, const group *g)
{
    return b->state == BLOCK_LIVE && b->serial > census.serial
           && census_group(b) == g;
}

/* Small numbers stand everywhere: all blocks of a group must hold one, and not
   all the same. */
static bool
all_hold_one_at(const group *g, size_t offset)
{
    uintptr_t first = 0;
    bool differ = false;
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (is_new(b, g)) {
            uintptr_t handle = handle_at(b, offset);
            if (handle == 0) {
                return false;
            }
            first = first == 0 ? handle : first;
            differ |= handle != first;
        }
    }
    return differ;
}

/* Do the leaked blocks of a group hold the leaked resources?  Then these are lost
   with them.  A FILE is the other way round: it is a part of what fopen() makes. */
static bool
is_holder(const group *g)
{
    const block *b = NULL;
    if (!group_grows(g)
        || (g->type == NULL && g->made == wanted.kind->example.made)) {
        return false;
    }
    while ((b = arena_next((block *)b)) != NULL && !is_new(b, g)) {
    }
    for (size_t at = 0; b != NULL && at + sizeof(int) <= b->size;
         at += sizeof(int)) {
        if (handle_at(b, at) != 0 && all_hold_one_at(g, at)) {
            return true;
        }
    }
    return false;
}

static const char *
holder_of(const kind *k)
{
    collect_handles(k);
    for (int i = 0; i < census.ngroups; i++) {
        const group *g = &census.groups[i];
        if (is_holder(g)) {
            return g->type != NULL ? g->type : family_type(g->family);
        }
    }
    return NULL;
}

/* --- Reporting ----------------------------------------------------------------------- */

/* The name in the source: large files are asked for by a macro. */
static void
drop_64(char *api)
{
    size_t n = strlen(api);
    if (n > 2 && strcmp(api + n - 2, "64") == 0) {
        api[n - 2] = '\0';
    }
}

static void
report_kind(const kind *k, int calls)
{
    const resource *r = &k->example;
    const char *holder = holder_of(k);
    refcheck_finding *f = r->sort == MAPPING
        ? rc_new_finding(REFCHECK_MEMORY_LEAK, REFCHECK_MEMORY, types[r->sort])
        : rc_new_finding(REFCHECK_LEAK, REFCHECK_RESOURCE, types[r->sort]);
    if (f == NULL) {
        return;
    }
    f->per_call = (double)(k->n - k->first) / calls;
    f->bytes_per_call = (double)(k->bytes - k->first_bytes) / calls;
    rc_set_string(f->repr, sizeof(f->repr), r->repr);
    site_place(r->made, &f->made);
    drop_64(f->made.api);
    if (holder != NULL) {
        rc_set_string(f->kept_by, sizeof(f->kept_by), holder);
    }
}

void
resources_report(unsigned growing, int calls)
{
    for (int i = 0; i < counted.n; i++) {
        const kind *k = &counted.kinds[i];
        if (grows(k) && growing & 1u << k->example.sort) {
            report_kind(k, calls);
        }
    }
}

/* --- Causes and consequences ---------------------------------------------------------- */

static bool
is_resource(const refcheck_finding *f)
{
    return f->what == REFCHECK_RESOURCE || strcmp(f->type, types[MAPPING]) == 0;
}

/* What libc allocates for a resource goes with it.  And a thread that runs holds
   what it has on its stack, where nobody looks. */
static bool
may_hang_on(const refcheck_finding *f, const refcheck_finding *cause)
{
    if (f->made.offset != 0) {
        return f->what == REFCHECK_MEMORY
               && f->made.offset == cause->made.offset;
    }
    return strcmp(cause->type, types[THREAD]) == 0;
}

static void
take_over(const refcheck_finding *cause)
{
    refcheck_report *report = &rc_shared->report;
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        bool lost = f->kind == REFCHECK_LEAK || f->kind == REFCHECK_MEMORY_LEAK
                    || f->kind == REFCHECK_BUFFER_EXPORTED;
        if (lost && !is_resource(f) && f->kept_by[0] == '\0'
            && may_hang_on(f, cause)) {
            rc_set_string(f->kept_by, sizeof(f->kept_by), cause->type);
            if (f->made.offset == cause->made.offset) {
                f->made = cause->made;      /* without the 64 */
            }
        }
    }
}

/* What the statement keeps, keeps its resources. */
static bool
grows_by_design(const char *type)
{
    const refcheck_report *report = &rc_shared->report;
    for (int i = 0; i < report->found; i++) {
        if (report->finding[i].kind == REFCHECK_GROWS
            && strcmp(report->finding[i].type, type) == 0) {
            return true;
        }
    }
    return false;
}

void
resources_take_over(void)
{
    refcheck_report *report = &rc_shared->report;
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        if (!is_resource(f)) {
            continue;
        }
        if (f->kept_by[0] == '\0') {
            take_over(f);
        }
        else if (grows_by_design(f->kept_by)) {
            f->kind = REFCHECK_GROWS;
        }
    }
}
