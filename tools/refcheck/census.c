/* A census between rounds of calls: blocks that were born and stay, and
   counts of older objects that move, in every round alike.

   Judged are groups, not addresses: a table that is resized moves, and is
   still one table.  What hangs on a leaked object is told from the leak. */
#include "tools/refcheck/internal.h"

#include <string.h>

enum { MAX_GROUPS = 2048, MAX_STATICS = 1 << 16, MAX_LOST = 2048 };

/* Blocks of one kind that were born since the census began. */
typedef struct {
    const char *type;           /* NULL: no object */
    uint8_t family;
    uint32_t made;
    uint64_t size;              /* all the same where there is no type */
    int64_t n, before, bytes;
    int rounds_up;
    block *example;
} group;

typedef struct {
    PyObject *object;
    int64_t count, drift;
    int rounds_up, rounds_down;
} static_object;

static struct {
    uint32_t epoch;
    uint64_t serial;            /* what is newer was born since */
    int rounds;
    int64_t least;              /* change in a round that counts as one */
    group groups[MAX_GROUPS];
    int ngroups;
    static_object statics[MAX_STATICS];
    int nstatics;
    block *lost[MAX_LOST];      /* blocks of groups that grow */
    int nlost;
    PyObject *reported[REFCHECK_MAX_FINDINGS];  /* by findings on references */
} census;

/* --- Counting -------------------------------------------------------------- */

static group *
group_of(const block *b)
{
    for (int i = 0; i < census.ngroups; i++) {
        group *g = &census.groups[i];
        if (g->family == b->family && g->made == b->made && g->type == b->type
            && (b->type != NULL || g->size == b->size)) {
            return g;
        }
    }
    if (census.ngroups == MAX_GROUPS) {
        return NULL;
    }
    group *g = &census.groups[census.ngroups++];
    *g = (group){
        .type = b->type,
        .family = b->family,
        .made = b->made,
        .size = b->size,
    };
    return g;
}

static PyObject *
object_of(const block *b)
{
    return (PyObject *)(block_payload(b) + b->offset);
}

static void
count_object(block *b)
{
    PyObject *object = object_in(b);
    if (object == NULL) {
        return;
    }
    int64_t count = object_count(object);
    if (b->epoch != census.epoch || count < 0) {    /* seen for the first time */
        b->drift = 0;
        b->rounds_up = b->rounds_down = 0;
    }
    else {
        b->drift += count - b->count;
        b->rounds_up += count - b->count >= census.least;
        b->rounds_down += b->count - count >= census.least;
    }
    b->count = count;
}

static void
count_blocks(void)
{
    for (int i = 0; i < census.ngroups; i++) {
        group *g = &census.groups[i];
        g->before = g->n;
        g->n = g->bytes = 0;
    }
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (b->state != BLOCK_LIVE) {
            continue;
        }
        count_object(b);
        b->epoch = census.epoch;
        group *g = b->serial > census.serial ? group_of(b) : NULL;
        if (g != NULL) {
            g->n++;
            g->bytes += (int64_t)b->size;
            g->example = b;
        }
    }
    for (int i = 0; i < census.ngroups; i++) {
        group *g = &census.groups[i];
        g->rounds_up += g->n - g->before >= census.least;
    }
}

static void
add_static(PyObject *object, void *Py_UNUSED(arg))
{
    if (census.nstatics < MAX_STATICS) {
        census.statics[census.nstatics++] = (static_object){
            .object = object,
            .count = object_count(object),
        };
    }
}

static void
count_statics(void)
{
    for (int i = 0; i < census.nstatics; i++) {
        static_object *s = &census.statics[i];
        int64_t count = object_count(s->object);
        s->drift += count - s->count;
        s->rounds_up += count - s->count >= census.least;
        s->rounds_down += s->count - count >= census.least;
        s->count = count;
    }
}

void
census_begin(void)
{
    objects_refresh();
    census.epoch++;
    census.serial = arena_serial();
    census.rounds = census.ngroups = census.nstatics = 0;
    objects_visit_static(add_static, NULL);
    count_blocks();
}

/* A cache that is emptied now and then may be fuller at each reading by chance,
   but not by one object in every eight calls of a long round. */
void
census_round(int calls)
{
    census.least = (calls + 7) / 8;
    objects_refresh();
    census.rounds++;
    count_blocks();
    count_statics();
}

/* --- Judging --------------------------------------------------------------- */

static bool
group_grows(const group *g)
{
    return g->rounds_up == census.rounds;
}

static bool
is_older(const block *b)
{
    return b->state == BLOCK_LIVE && b->offset != NO_OBJECT
           && b->epoch == census.epoch && b->serial <= census.serial;
}

bool
census_grows(void)
{
    for (int i = 0; i < census.ngroups; i++) {
        if (group_grows(&census.groups[i])) {
            return true;
        }
    }
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (is_older(b) && b->rounds_up == census.rounds) {
            return true;
        }
    }
    for (int i = 0; i < census.nstatics; i++) {
        if (census.statics[i].rounds_up == census.rounds) {
            return true;
        }
    }
    return false;
}

bool
census_shrinks(void)
{
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (is_older(b) && b->rounds_down == census.rounds) {
            return true;
        }
    }
    for (int i = 0; i < census.nstatics; i++) {
        if (census.statics[i].rounds_down == census.rounds) {
            return true;
        }
    }
    return false;
}

/* --- Causes and consequences ----------------------------------------------- */

static void
collect_lost(void)
{
    census.nlost = 0;
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (b->state != BLOCK_LIVE || b->serial <= census.serial) {
            continue;
        }
        group *g = group_of(b);
        if (g != NULL && group_grows(g) && census.nlost < MAX_LOST) {
            census.lost[census.nlost++] = b;
        }
    }
}

static bool
points_to(const block *holder, const void *target)
{
    void *const *words = (void *const *)block_payload(holder);
    size_t first = holder->offset == NO_OBJECT ? 0
                                               : holder->offset / sizeof(void *);
    for (size_t i = first; i < holder->size / sizeof(void *); i++) {
        if (words[i] == target) {
            return true;
        }
    }
    return false;
}

/* The type of the lost object that keeps `target`, directly or through
   memory that it keeps; NULL where nothing lost does. */
static const char *
keeper(const void *target, const group *self, int depth)
{
    for (int i = 0; i < census.nlost; i++) {
        const block *b = census.lost[i];
        if (group_of(b) == self || !points_to(b, target)) {
            continue;
        }
        if (b->type != NULL) {
            return b->type;
        }
        const char *type = depth == 0
            ? NULL
            : keeper(block_payload(b), group_of(b), depth - 1);
        return type != NULL ? type : family_type(b->family);
    }
    return NULL;
}

static const void *
address_of(const block *b)
{
    return b->offset == NO_OBJECT ? (void *)block_payload(b)
                                  : (void *)object_of(b);
}

/* --- Reporting ------------------------------------------------------------- */

static void
report_group(const group *g, const char *kept_by, int calls)
{
    refcheck_finding *f = g->type != NULL
        ? rc_new_finding(REFCHECK_LEAK, REFCHECK_OBJECT, g->type)
        : rc_new_finding(REFCHECK_MEMORY_LEAK, REFCHECK_MEMORY,
                         family_type(g->family));
    if (f == NULL) {
        return;
    }
    f->per_call = (double)g->n / calls;
    f->bytes_per_call = (double)g->bytes / calls;
    site_place(g->made, &f->made);
    if (kept_by != NULL) {
        rc_set_string(f->kept_by, sizeof(f->kept_by), kept_by);
    }
}

static void
report_older(PyObject *object, int64_t drift, bool up, int calls)
{
    refcheck_finding *f = rc_new_finding(
        up ? REFCHECK_LEAK : REFCHECK_OVER_RELEASE, REFCHECK_REFERENCE,
        object_type_name(object));
    if (f == NULL) {
        return;
    }
    census.reported[rc_shared->report.found - 1] = object;
    const char *kept_by = up ? keeper(object, NULL, 3) : NULL;
    f->per_call = (double)(drift < 0 ? -drift : drift) / calls;
    if (kept_by != NULL) {
        rc_set_string(f->kept_by, sizeof(f->kept_by), kept_by);
    }
}

static void
report_growth(int calls)
{
    /* Where all that is lost hangs together in a ring, the first is named. */
    bool cause = false;
    for (int i = 0; i < census.ngroups && !cause; i++) {
        const group *g = &census.groups[i];
        cause = group_grows(g)
                && keeper(address_of(g->example), g, 3) == NULL;
    }
    for (int i = 0; i < census.ngroups; i++) {
        const group *g = &census.groups[i];
        if (group_grows(g)) {
            const char *kept_by = keeper(address_of(g->example), g, 3);
            report_group(g, cause ? kept_by : NULL, calls);
            cause = true;
        }
    }
}

PyObject *
census_object(int finding)
{
    return census.reported[finding];
}

void
census_report(bool growth, int calls)
{
    if (growth) {
        collect_lost();
        report_growth(calls);
    }
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        bool up = growth && b->rounds_up == census.rounds;
        if (is_older(b) && (up || b->rounds_down == census.rounds)) {
            report_older(object_of(b), b->drift, up, calls);
        }
    }
    for (int i = 0; i < census.nstatics; i++) {
        const static_object *s = &census.statics[i];
        bool up = growth && s->rounds_up == census.rounds;
        if (up || s->rounds_down == census.rounds) {
            report_older(s->object, s->drift, up, calls);
        }
    }
}
