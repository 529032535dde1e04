/* All that stays after the rounds, and what points to it: words in the memory of
   what is new, the only holders that no walk of the collector's can tell from
   each other. */
#include "tools/refcheck/objects/keepers.h"

#include <string.h>

enum { TARGETS = 1 << 14, MAX_CHAIN = 100 };

remains keepers;

static struct {
    block *excused[MAX_LOST];
    int nexcused;
    /* Other new memory: tables of a size that differs from call to call. */
    block *memory[MAX_LOST];
    bool seen[MAX_LOST];
    int nmemory;
    target targets[TARGETS];
} found;

/* --- What stays ---------------------------------------------------------------- */

static void
add_older(PyObject *object, int64_t drift, int up, int down)
{
    bool grows = up == census.rounds, shrinks = down == census.rounds;
    if ((grows || shrinks) && keepers.nolder < MAX_OLDER) {
        keepers.older[keepers.nolder++] = (older){object, drift, grows};
    }
}

static void
add_new(block *b)
{
    const group *g = census_group(b);
    if (g != NULL && group_grows(g)) {
        if (keepers.nlost < MAX_LOST) {
            keepers.lost[keepers.nlost++] = b;
        }
    }
    else if (b->offset == NO_OBJECT && found.nmemory < MAX_LOST) {
        found.memory[found.nmemory++] = b;
    }
}

static void
collect(void)
{
    memset(found.seen, 0, sizeof(found.seen));
    found.nmemory = keepers.nlost = found.nexcused = keepers.nolder = 0;
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (is_older(b)) {
            add_older(object_of(b), b->drift, b->rounds_up, b->rounds_down);
        }
        else if (b->state != BLOCK_LIVE || b->serial <= census.serial) {
            continue;
        }
        else if (census_is_excused(b)) {
            if (found.nexcused < MAX_LOST) {
                found.excused[found.nexcused++] = b;
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

const void *
keepers_address(const block *b)
{
    return b->offset == NO_OBJECT ? (void *)block_payload(b)
                                  : (void *)object_of(b);
}

static target *
target_at(const void *address)
{
    size_t i = ((uintptr_t)address >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 50;
    while (found.targets[i % TARGETS].address != NULL
           && found.targets[i % TARGETS].address != address) {
        i++;
    }
    return &found.targets[i % TARGETS];
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
    int i = memory_around(keepers.lost, keepers.nlost, word);
    return i < 0 ? NULL : target_at(block_payload(keepers.lost[i]));
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
            : memory_around(found.memory, found.nmemory, words[i]);
        if (kept >= 0 && !found.seen[kept]) {
            found.seen[kept] = true;
            look_into(found.memory[kept], holder, excused);
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
        if (b != NULL && census_group(b) == own) {
            t->like = holder;
        }
        else if (t->keeper == NULL) {
            t->keeper = holder;
        }
    }
}

/* In a chain of like things, none keeps the other: what keeps the first, keeps
   them all. */
static void
follow_chain(target *t)
{
    const block *like = t->like;
    for (int i = 0; i < MAX_CHAIN && t->keeper == NULL && like != NULL; i++) {
        const target *before = target_at(keepers_address(like));
        t->keeper = before->keeper;
        like = before->like;
    }
}

/* What was stored past the end of a block: the reference went when it did. */
static void
look_past(const block *b)
{
    const void *word = arena_past_end(b);
    target *t = word == NULL ? NULL : target_at(word);
    if (t != NULL && t->address != NULL) {
        t->words++;
        if (t->keeper == NULL) {
            t->keeper = b;
        }
    }
}

void
keepers_find(void)
{
    collect();
    memset(found.targets, 0, sizeof(found.targets));
    for (int i = 0; i < keepers.nlost; i++) {
        const void *address = keepers_address(keepers.lost[i]);
        target_at(address)->address = address;
    }
    for (int i = 0; i < keepers.nolder; i++) {
        target_at(keepers.older[i].object)->address = keepers.older[i].object;
    }
    for (int i = 0; i < keepers.nlost; i++) {
        look_into(keepers.lost[i], keepers.lost[i], false);
    }
    for (int i = 0; i < found.nexcused; i++) {
        look_into(found.excused[i], found.excused[i], true);
    }
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (b->state == BLOCK_QUARANTINED) {
            look_past(b);
        }
    }
    for (int i = 0; i < keepers.nlost; i++) {
        follow_chain(target_at(keepers_address(keepers.lost[i])));
    }
}

const target *
keepers_target(const void *address)
{
    return target_at(address);
}
