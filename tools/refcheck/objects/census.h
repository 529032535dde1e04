/* What census.c counts, for judge.c, which says what it means. */
#ifndef REFCHECK_CENSUS_H
#define REFCHECK_CENSUS_H

#include "tools/refcheck/internal.h"

/* Blocks of one kind that were born since the census began. */
typedef struct {
    const char *type;           /* NULL: no object */
    uint8_t family;
    uint32_t made;
    uint64_t size;              /* all the same where there is no type */
    int64_t n, before;
    int rounds_up;
} group;

typedef struct {
    PyObject *object;
    int64_t count, drift;
    int rounds_up, rounds_down;
} static_object;

enum { MAX_GROUPS = 2048, GROUP_SLOTS = 2 * MAX_GROUPS, MAX_STATICS = 1 << 16,
       MAX_EXCUSES = 1 << 14 };

typedef struct {
    uint64_t serial;            /* what is newer was born since */
    int rounds;
    int64_t least;              /* change in a round that counts as one */
    group groups[MAX_GROUPS];
    int ngroups;
    uint16_t slots[GROUP_SLOTS];    /* 1 + index of a group, by hash */
    static_object statics[MAX_STATICS];
    int nstatics;
    struct { uint64_t first, last; } excuse[MAX_EXCUSES];   /* ascending */
    int nexcuses;
} census_data;

extern census_data census;

group *census_group(const block *b);    /* NULL: there are too many */
bool census_is_excused(const block *b);

static inline bool
group_grows(const group *g)
{
    return g->rounds_up == census.rounds;
}

/* An object that was there before the first round. */
static inline bool
is_older(const block *b)
{
    return b->state == BLOCK_LIVE && b->offset != NO_OBJECT
           && b->counted && b->serial <= census.serial;
}

static inline PyObject *
object_of(const block *b)
{
    return (PyObject *)(block_payload(b) + b->offset);
}

#endif /* REFCHECK_CENSUS_H */
