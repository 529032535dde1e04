/* What the census means: of all that grows or shrinks, what is lost, what hangs on
   something lost, and what the statement itself keeps. */
#include "tools/refcheck/objects/keepers.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH = 4 };

/* What became of an object or a block that stays. */
typedef enum {
    LOST,                       /* a reference to it has no known holder */
    KEPT,                       /* by new memory, which has a fate of its own */
    REACHABLE,                  /* by what is older */
    EXCUSED,                    /* by what is not asked about */
} fate;

static struct {
    PyObject *reported[REFCHECK_MAX_FINDINGS];  /* older ones, by finding */
    const block *example[REFCHECK_MAX_FINDINGS];    /* new ones, by finding */
} judge;

/* --- Fates ---------------------------------------------------------------------- */

/* Of a new block.  Memory has no count: what points to it, keeps it. */
static fate
fate_of(const block *b)
{
    const target *t = keepers_target(keepers_address(b));
    if (b->offset == NO_OBJECT) {
        return t->words > 0 ? KEPT : t->excused > 0 ? EXCUSED : LOST;
    }
    const PyObject *object = object_of(b);
    int64_t gained = reach_gained(object);
    int64_t count = object_count((PyObject *)object);
    if (count >= 0 && count > t->words + t->excused + gained) {
        return LOST;
    }
    if (t->excused > 0) {
        return EXCUSED;
    }
    return gained > 0 ? REACHABLE : t->keeper != NULL ? KEPT : LOST;
}

/* The object that keeps a block or an object, through memory that it keeps. */
static const block *
keeper_of(const void *address)
{
    const block *keeper = keepers_target(address)->keeper;
    for (int i = 0; i < DEPTH && keeper != NULL && keeper->type == NULL; i++) {
        const block *next = keepers_target(block_payload(keeper))->keeper;
        if (next == NULL) {
            break;
        }
        keeper = next;
    }
    return keeper;
}

/* Does it hang on something of this fate? */
static bool
hangs_on(const block *b, fate wanted)
{
    for (int i = 0; i < 2 * DEPTH && b != NULL; i++) {
        fate f = fate_of(b);
        if (f != KEPT) {
            return f == wanted;
        }
        b = keepers_target(keepers_address(b))->keeper;
    }
    return false;
}

/* --- Reporting: new blocks -------------------------------------------------------- */

/* The gravest fate of a group's blocks, an example, and how many share it. */
typedef struct {
    fate fate;
    const block *example;
    int64_t n, bytes;
} verdict;

/* The statement's variable held another one before: of each that it has let go of,
   one that it holds took the place. */
static int64_t
count_abandoned(const group *g)
{
    int64_t n = 0;
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        n += is_older(b) && b->type == g->type && b->made == g->made
             && reach_abandoned(object_of(b));
    }
    return n;
}

static verdict
verdict_on(const group *g)
{
    verdict v = {.fate = EXCUSED};
    int64_t held = 0;
    for (int i = 0; i < keepers.nlost; i++) {
        const block *b = keepers.lost[i];
        if (census_group(b) != g) {
            continue;
        }
        fate f = fate_of(b);
        if (v.example == NULL || f < v.fate) {
            v = (verdict){.fate = f};
        }
        if (f == v.fate) {
            v.example = b;
            v.n++;
            v.bytes += (int64_t)b->size;
        }
        held += f == REACHABLE;
    }
    if (held > 0 && v.fate < REACHABLE && v.n > 0) {
        int64_t more = count_abandoned(g);
        more = more < held ? more : held;
        v.bytes += v.bytes / v.n * more;
        v.n += more;
    }
    return v;
}

static void
note_reachable(refcheck_finding *f, const void *address)
{
    const char *root = reach_root(address);
    f->kind = REFCHECK_GROWS;
    rc_set_string(f->name, sizeof(f->name), root != NULL ? root : "");
}

static const char *
name_of(const block *b)
{
    return b->type != NULL ? b->type : family_type(b->family);
}

/* It is freed: what is known of it is what was written past its end. */
static bool
is_gone(const block *keeper)
{
    return keeper != NULL && keeper->state != BLOCK_LIVE;
}

static void
note_keeper(refcheck_finding *f, const block *keeper)
{
    if (keeper != NULL) {
        rc_set_string(f->kept_by, sizeof(f->kept_by), name_of(keeper));
        f->past_end = is_gone(keeper);
    }
}

static void
report_group(const group *g, const verdict *v, bool ring, int calls)
{
    refcheck_finding *f = g->type != NULL
        ? rc_new_finding(REFCHECK_LEAK, REFCHECK_OBJECT, g->type)
        : rc_new_finding(REFCHECK_MEMORY_LEAK, REFCHECK_MEMORY,
                         family_type(g->family));
    if (f == NULL) {
        return;
    }
    judge.example[rc_shared->report.found - 1] = v->example;
    rc_suspect_block(f, v->example);
    f->per_call = (double)v->n / calls;
    f->bytes_per_call = (double)v->bytes / calls;
    site_place(g->made, &f->made);
    const block *keeper = v->fate == LOST || ring
        ? NULL : keeper_of(keepers_address(v->example));
    if (v->fate == REACHABLE
        || (v->fate == KEPT && hangs_on(v->example, REACHABLE))) {
        note_reachable(f, keepers_address(v->example));
    }
    note_keeper(f, keeper);
}

static void
report_groups(int calls)
{
    /* Where all that is lost hangs together in a ring, the first is named. */
    bool cause = false;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < census.ngroups; i++) {
            const group *g = &census.groups[i];
            verdict v = group_grows(g) ? verdict_on(g) : (verdict){0};
            if (v.example == NULL) {
                continue;
            }
            if (pass == 0) {
                cause |= v.fate != KEPT || hangs_on(v.example, REACHABLE)
                         || is_gone(keeper_of(keepers_address(v.example)));
                continue;
            }
            if (v.fate != EXCUSED && !hangs_on(v.example, EXCUSED)) {
                report_group(g, &v, !cause, calls);
                cause = true;
            }
        }
    }
}

/* --- Reporting: references to what is older ----------------------------------------- */

static void
report_older(const older *o, int calls)
{
    const target *t = keepers_target(o->object);
    int64_t gained = reach_gained(o->object);
    int64_t lost = o->drift - (o->up ? t->words + t->excused + gained : 0);
    const block *keeper = o->up && lost <= 0 ? keeper_of(o->object) : NULL;
    if (o->up && lost <= 0 && t->excused > 0
        && (keeper == NULL || hangs_on(keeper, EXCUSED))) {
        return;
    }
    refcheck_finding *f = rc_new_finding(
        o->up ? REFCHECK_LEAK : REFCHECK_OVER_RELEASE, REFCHECK_REFERENCE,
        object_type_name(o->object));
    if (f == NULL) {
        return;
    }
    judge.reported[rc_shared->report.found - 1] = o->object;
    rc_suspect_older(f, o->object, (double)o->drift / calls);
    if (!o->up || lost <= 0) {
        lost = o->drift;
    }
    f->per_call = (double)(lost < 0 ? -lost : lost) / calls;
    note_keeper(f, keeper);
    if (keeper != NULL && hangs_on(keeper, REACHABLE)) {
        note_reachable(f, o->object);
    }
    else if (o->up && gained > 0 && o->drift <= t->words + gained) {
        note_reachable(f, o->object);
    }
}

/* --- For the others ---------------------------------------------------------------- */

PyObject *
judge_object(int finding)
{
    return judge.reported[finding];
}

const block *
judge_example(int finding)
{
    return judge.example[finding];
}

void
judge_begin(void)
{
    reach_walk(1);
}

void
judge_report(bool growth, int calls)
{
    keepers_find();
    if (growth) {
        reach_walk(2);
        report_groups(calls);
    }
    for (int i = 0; i < keepers.nolder; i++) {
        if (growth || !keepers.older[i].up) {
            report_older(&keepers.older[i], calls);
        }
    }
}
