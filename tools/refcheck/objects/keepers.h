/* What keepers.c finds about all that stays, for judge.c. */
#ifndef REFCHECK_KEEPERS_H
#define REFCHECK_KEEPERS_H

#include "tools/refcheck/objects/census.h"

enum { MAX_LOST = 4096, MAX_OLDER = 1024 };

/* What something that is lost may point to. */
typedef struct {
    const void *address;        /* NULL: the slot is free */
    int64_t words;              /* how many words of new memory do */
    int64_t excused;            /* and of memory that is not asked about */
    const block *keeper;        /* one whose memory it is */
    const block *like;          /* one of its own group that points to it */
} target;

/* An object that was there before, and whose count moves. */
typedef struct {
    PyObject *object;
    int64_t drift;
    bool up;
} older;

typedef struct {
    block *lost[MAX_LOST];      /* blocks of groups that grow */
    int nlost;
    older older[MAX_OLDER];
    int nolder;
} remains;

extern remains keepers;

/* Collects all that stays, and what points to it. */
void keepers_find(void);
/* A block of `lost`, or an object of `older`; else one whose address is NULL. */
const target *keepers_target(const void *address);
/* The object, or the memory, by which others know a block. */
const void *keepers_address(const block *b);

#endif /* REFCHECK_KEEPERS_H */
