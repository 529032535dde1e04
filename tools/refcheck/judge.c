/* What the census means: of all that grows or shrinks, what is lost, what hangs on
   something lost, and what the statement itself keeps. */
#include "tools/refcheck/census.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LOST = 4096, MAX_OLDER = 1024, TARGETS = 1 << 14, DEPTH = 4 };

/* What something that is lost may point to. */
typedef struct {
    const void *address;        /* NULL: the slot is free */
    int64_t words;              /* how many words of new memory do */
    int64_t excused;            /* and of memory that is not asked about */
    const block *keeper;        /* one whose memory it is */
} target;

/* What became of an object or a block that stays. */
typedef enum {
    LOST,                       /* a reference to it has no known holder */
    KEPT,                       /* by new memory, which has a fate of its own */
    REACHABLE,                  /* by what is older */
    EXCUSED,                    /* by what is not asked about */
} fate;

typedef struct {
    PyObject *object;
    int64_t drift;
    bool up;
} older;

static struct {
    block *lost[MAX_LOST];      /* blocks of groups that grow */
    int nlost;
    block *excused[MAX_LOST];
    int nexcused;
    /* Other new memory: tables of a size that differs from call to call. */
    block *memory[MAX_LOST];
    bool seen[MAX_LOST];
    int nmemory;
    older older[MAX_OLDER];     /* whose count moves */
    int nolder;
    target targets[TARGETS];
    PyObject *reported[REFCHECK_MAX_FINDINGS];  /* older ones, by finding */
    const block *example[REFCHECK_MAX_FINDINGS];    /* new ones, by finding */
} judge;

/* --- What stays ---------------------------------------------------------------- */

static void
add_older(PyObject *object, int64_t drift, int up, int down)
{
    bool grows = up == census.rounds, shrinks = down == census.rounds;
    if ((grows || shrinks) && judge.nolder < MAX_OLDER) {
        judge.older[judge.nolder++] = (older){object, drift, grows};
    }
}

static void
add_new(block *b)
{
    const group *g = census_group(b);
    if (g != NULL && group_grows(g)) {
        if (judge.nlost < MAX_LOST) {
            judge.lost[judge.nlost++] = b;
        }
    }
    else if (b->offset == NO_OBJECT && judge.nmemory < MAX_LOST) {
        judge.memory[judge.nmemory++] = b;
    }
}

static void
collect(void)
{
    memset(judge.seen, 0, sizeof(judge.seen));
    judge.nmemory = judge.nlost = judge.nexcused = judge.nolder = 0;
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (is_older(b)) {
            add_older(object_of(b), b->drift, b->rounds_up, b->rounds_down);
        }
        else if (b->state != BLOCK_LIVE || b->serial <= census.serial) {
            continue;
        }
        else if (census_is_excused(b)) {
            if (judge.nexcused < MAX_LOST) {
                judge.excused[judge.nexcused++] = b;
            }
        }
        else {
            add_new(b);
        }
    }
    for (int i = 0; i < census.nstatics; i++) {
        const static_object *s = &census.statics[i];
        add_older(s->object, s->drift, s->rounds_up, s->rounds_down);
    }
}

static const void *
address_of(const block *b)
{
    return b->offset == NO_OBJECT ? (void *)block_payload(b)
                                  : (void *)object_of(b);
}

static target *
target_at(const void *address)
{
    size_t i = ((uintptr_t)address >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 50;
    while (judge.targets[i % TARGETS].address != NULL
           && judge.targets[i % TARGETS].address != address) {
        i++;
    }
    return &judge.targets[i % TARGETS];
}

/* The last block that begins at or before an address, of some in its order. */
static int
last_before(block *const *blocks, int n, const void *address)
{
    int low = 0, high = n;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if ((const char *)address < block_payload(blocks[middle])) {
            high = middle;
        }
        else {
            low = middle + 1;
        }
    }
    return low - 1;
}

/* The memory that an address lies in: 3.11 points behind the head of the table
   with an instance's attributes.  -1: none of these. */
static int
memory_around(block *const *blocks, int n, const void *address)
{
    int i = arena_owns(address) ? last_before(blocks, n, address) : -1;
    bool within = i >= 0 && blocks[i]->offset == NO_OBJECT
                  && (const char *)address
                         < block_payload(blocks[i]) + blocks[i]->size;
    return within ? i : -1;
}

static target *
target_of(const void *word)
{
    target *t = target_at(word);
    if (t->address != NULL) {
        return t;
    }
    int i = memory_around(judge.lost, judge.nlost, word);
    return i < 0 ? NULL : target_at(block_payload(judge.lost[i]));
}

/* Looks for targets in the memory of `holder`, or in memory that it keeps. */
static void
look_into(const block *memory, const block *holder, bool excused)
{
    /* All of it: before an object stand the words for its dict. */
    void *const *words = (void *const *)block_payload(memory);
    const group *own = excused ? NULL : census_group(holder);
    for (size_t i = 0; i < memory->size / sizeof(void *); i++) {
        target *t = words[i] == NULL ? NULL : target_of(words[i]);
        int kept = words[i] == NULL || t != NULL ? -1
            : memory_around(judge.memory, judge.nmemory, words[i]);
        if (kept >= 0 && !judge.seen[kept]) {
            judge.seen[kept] = true;
            look_into(judge.memory[kept], holder, excused);
        }
        if (t == NULL) {
            continue;
        }
        if (excused) {
            t->excused++;
            continue;
        }
        t->words++;
        const block *b = object_block((PyObject *)t->address);
        /* In a chain of like things, none keeps the other. */
        if (t->keeper == NULL && (b == NULL || census_group(b) != own)) {
            t->keeper = holder;
        }
    }
}

static void
find_keepers(void)
{
    memset(judge.targets, 0, sizeof(judge.targets));
    for (int i = 0; i < judge.nlost; i++) {
        const void *address = address_of(judge.lost[i]);
        target_at(address)->address = address;
    }
    for (int i = 0; i < judge.nolder; i++) {
        target_at(judge.older[i].object)->address = judge.older[i].object;
    }
    for (int i = 0; i < judge.nlost; i++) {
        look_into(judge.lost[i], judge.lost[i], false);
    }
    for (int i = 0; i < judge.nexcused; i++) {
        look_into(judge.excused[i], judge.excused[i], true);
    }
}

/* --- Fates ---------------------------------------------------------------------- */

/* Of a new block.  Memory has no count: what points to it, keeps it. */
static fate
fate_of(const block *b)
{
    const target *t = target_at(address_of(b));
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
    const block *keeper = target_at(address)->keeper;
    for (int i = 0; i < DEPTH && keeper != NULL && keeper->type == NULL; i++) {
        const block *next = target_at(block_payload(keeper))->keeper;
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
        b = target_at(address_of(b))->keeper;
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
    for (int i = 0; i < judge.nlost; i++) {
        const block *b = judge.lost[i];
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
        ? NULL : keeper_of(address_of(v->example));
    if (v->fate == REACHABLE
        || (v->fate == KEPT && hangs_on(v->example, REACHABLE))) {
        note_reachable(f, address_of(v->example));
    }
    if (keeper != NULL) {
        rc_set_string(f->kept_by, sizeof(f->kept_by), name_of(keeper));
    }
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
                cause |= v.fate != KEPT || hangs_on(v.example, REACHABLE);
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
    const target *t = target_at(o->object);
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
    if (keeper != NULL) {
        rc_set_string(f->kept_by, sizeof(f->kept_by), name_of(keeper));
        if (hangs_on(keeper, REACHABLE)) {
            note_reachable(f, o->object);
        }
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
    collect();
    find_keepers();
    if (growth) {
        reach_walk(2);
        report_groups(calls);
    }
    for (int i = 0; i < judge.nolder; i++) {
        if (growth || !judge.older[i].up) {
            report_older(&judge.older[i], calls);
        }
    }
}
