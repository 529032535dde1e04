/* A census between rounds of calls: blocks that were born and stay, and
   counts of older objects that move, in every round alike.

   Counted are groups, not addresses: a table that is resized moves, and is
   still one table. */
#include "tools/refcheck/objects/census.h"

#include <string.h>

census_data census;

/* --- What is not asked about ----------------------------------------------- */

void
census_excuse(uint64_t first, uint64_t last)
{
    int n = census.nexcuses;
    if (n > 0 && first <= last && census.excuse[n - 1].last + 1 == first) {
        census.excuse[n - 1].last = last;
    }
    else if (first <= last && n < MAX_EXCUSES) {
        census.excuse[census.nexcuses].first = first;
        census.excuse[census.nexcuses++].last = last;
    }
}

bool
census_is_excused(const block *b)
{
    int low = 0, high = census.nexcuses;
    while (low < high) {
        int middle = (low + high) / 2;
        if (census.excuse[middle].last < b->serial) {
            low = middle + 1;
        }
        else {
            high = middle;
        }
    }
    return low < census.nexcuses && census.excuse[low].first <= b->serial;
}

/* --- Counting -------------------------------------------------------------- */

static uint32_t
hash_of(const block *b)
{
    uint64_t h = (uint64_t)(uintptr_t)b->type * 31 + b->made;
    h = h * 31 + b->family + (b->type == NULL ? b->size << 2 : 0);
    return (uint32_t)((h * UINT64_C(0x9E3779B97F4A7C15)) >> 32) % GROUP_SLOTS;
}

group *
census_group(const block *b)
{
    uint32_t slot = hash_of(b);
    for (; census.slots[slot] != 0; slot = (slot + 1) % GROUP_SLOTS) {
        group *g = &census.groups[census.slots[slot] - 1];
        if (g->family == b->family && g->made == b->made && g->type == b->type
            && (b->type != NULL || g->size == b->size)) {
            return g;
        }
    }
    if (census.ngroups == MAX_GROUPS) {
        return NULL;
    }
    group *g = &census.groups[census.ngroups++];
    census.slots[slot] = (uint16_t)census.ngroups;
    *g = (group){
        .type = b->type,
        .family = b->family,
        .made = b->made,
        .size = b->size,
    };
    return g;
}

static void
count_object(block *b)
{
    PyObject *object = object_in(b);
    if (object == NULL) {
        return;
    }
    int64_t count = object_count(object);
    int64_t change = count - b->count;
    bool first = !b->counted || census.rounds == 0 || count < 0;
    /* Written is only what changes: the rest of a fork's memory stays shared. */
    if (first && (b->rounds_up | b->rounds_down) != 0) {
        b->drift = 0;
        b->rounds_up = b->rounds_down = 0;
    }
    if (!first && change != 0) {
        b->drift += (int32_t)change;
        b->rounds_up += change >= census.least;
        b->rounds_down += -change >= census.least;
    }
    if (change != 0) {
        b->count = count;
    }
}

static void
count_blocks(void)
{
    for (int i = 0; i < census.ngroups; i++) {
        group *g = &census.groups[i];
        g->before = g->n;
        g->n = 0;
    }
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (b->state != BLOCK_LIVE) {
            continue;
        }
        count_object(b);
        if (!b->counted) {
            b->counted = true;
        }
        bool counts = b->serial > census.serial && !census_is_excused(b);
        group *g = counts ? census_group(b) : NULL;
        if (g != NULL) {
            g->n++;
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

/* Before the first round.  What has not changed since the fork stays shared. */
static void
count_statics_anew(void)
{
    for (int i = 0; i < census.nstatics; i++) {
        static_object *s = &census.statics[i];
        const static_object seen = {
            .object = s->object,
            .count = object_count(s->object),
        };
        if (memcmp(s, &seen, sizeof(seen)) != 0) {
            *s = seen;
        }
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
    census.serial = arena_serial();
    census.rounds = census.ngroups = census.nexcuses = 0;
    memset(census.slots, 0, sizeof(census.slots));
    count_blocks();
    if (objects_are_new()) {
        census.nstatics = 0;
        objects_visit_static(add_static, NULL);
    }
    else {
        count_statics_anew();
    }
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

/* --- Does anything move? ---------------------------------------------------- */

/* Up or down in every round. */
static void
note_moves(census_moves *moves, int up, int down)
{
    moves->up |= up == census.rounds;
    moves->down |= down == census.rounds;
}

census_moves
census_look(void)
{
    census_moves moves = {false, false};
    for (int i = 0; i < census.ngroups; i++) {
        note_moves(&moves, census.groups[i].rounds_up, 0);
    }
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (is_older(b)) {
            note_moves(&moves, b->rounds_up, b->rounds_down);
        }
    }
    for (int i = 0; i < census.nstatics; i++) {
        const static_object *s = &census.statics[i];
        note_moves(&moves, s->rounds_up, s->rounds_down);
    }
    return moves;
}

/* --- What a long run has shown ------------------------------------------------ */

/* By the name of the type: addresses and sizes differ from run to run. */
static uint32_t
kind_of(const char *name)
{
    uint32_t hash = 2166136261u;
    for (; *name != '\0'; name++) {
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    }
    return hash;
}

static const char *
group_name(const group *g)
{
    return g->type != NULL ? g->type : family_type(g->family);
}

static bool
is_confirmed(const char *name)
{
    uint32_t kind = kind_of(name);
    for (int i = 0; i < rc_shared->nconfirmed; i++) {
        if (rc_shared->confirmed[i] == kind) {
            return true;
        }
    }
    return false;
}

static void
confirm(const char *name)
{
    if (rc_shared->nconfirmed < 0 || is_confirmed(name)) {
        return;
    }
    if (rc_shared->nconfirmed == MAX_CONFIRMED) {
        rc_shared->nconfirmed = -1;
        return;
    }
    rc_shared->confirmed[rc_shared->nconfirmed++] = kind_of(name);
}

void
census_confirm(void)
{
    rc_shared->nconfirmed = 0;
    for (int i = 0; i < census.ngroups; i++) {
        if (group_grows(&census.groups[i])) {
            confirm(group_name(&census.groups[i]));
        }
    }
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (is_older(b) && b->rounds_up == census.rounds) {
            confirm(object_type_name(object_of(b)));
        }
    }
    for (int i = 0; i < census.nstatics; i++) {
        if (census.statics[i].rounds_up == census.rounds) {
            confirm(object_type_name(census.statics[i].object));
        }
    }
}

void
census_leave_out_unconfirmed(void)
{
    if (rc_shared->nconfirmed < 0) {
        return;
    }
    for (int i = 0; i < census.ngroups; i++) {
        group *g = &census.groups[i];
        if (group_grows(g) && !is_confirmed(group_name(g))) {
            g->rounds_up = 0;
        }
    }
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (is_older(b) && b->rounds_up == census.rounds
            && !is_confirmed(object_type_name(object_of(b)))) {
            b->rounds_up = 0;
        }
    }
    for (int i = 0; i < census.nstatics; i++) {
        static_object *s = &census.statics[i];
        if (s->rounds_up == census.rounds
            && !is_confirmed(object_type_name(s->object))) {
            s->rounds_up = 0;
        }
    }
}
