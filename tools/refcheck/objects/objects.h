/* Objects, their counts, and what it means that one moves. */
#ifndef REFCHECK_OBJECTS_H
#define REFCHECK_OBJECTS_H

#include "tools/refcheck/memory/memory.h"

/* --- objects.c: which blocks are objects, and their counts --------------- */

void objects_refresh(void);     /* libraries were loaded */
/* The object in a block, or NULL; sets the block's offset and type.  The block
   of a fence has its payload elsewhere. */
PyObject *object_in(block *b);
PyObject *object_at(block *b, const char *payload);
block *object_block(const PyObject *object);    /* NULL: a static one */
const char *object_type_name(PyObject *object);
int64_t object_count(PyObject *object);     /* < 0: immortal */
/* Raises the counts of all live objects by so much that none reaches zero
   within a check; only those in blocks are raised. */
enum { OBJECT_BIAS = 1 << 20 };
void objects_bias(void);
typedef void (*object_visitor)(PyObject *object, void *arg);
void objects_visit_static(object_visitor visit, void *arg);
/* Since this was asked before, may there be other static objects?  There are with
   another library, or with a type that is seen for the first time. */
bool objects_are_new(void);
/* The data of all libraries. */
void objects_visit_segments(void (*visit)(const char *low, const char *high));

/* --- census.c: counting between rounds ----------------------------------- */

void census_begin(void);
void census_round(int calls);     /* since the last reading */
/* Does anything grow or shrink in every round? */
typedef struct {
    bool up, down;
} census_moves;
census_moves census_look(void);
/* Notes what grew in a long run, for another process: there, what grows in a few
   calls only is left out of account. */
void census_confirm(void);
void census_leave_out_unconfirmed(void);
/* What was born with one of these serials is not asked about until the next
   census_begin(), nor is what only that keeps. */
void census_excuse(uint64_t first, uint64_t last);

/* --- judge.c: what the census means ---------------------------------------- */

/* Before the first round, so that what the statement keeps can be told from
   what is lost; without, all that grows is lost. */
void judge_begin(void);
/* Writes what it found into the shared report: what shrinks and, where
   `growth` is true, what grows. `calls`: in all rounds. */
void judge_report(bool growth, int calls);
/* The object of a finding about references; an example of one about new
   objects or memory.  NULL: it is of another kind. */
PyObject *judge_object(int finding);
const block *judge_example(int finding);

/* --- reach.c: what is still reachable -------------------------------------- */

void reach_walk(int walk);      /* 1: before the rounds, 2: after them */
/* References from what is reachable that came between the walks. */
int64_t reach_gained(const PyObject *object);
/* Was it reached before the rounds, and is there, but not reached any more? */
bool reach_abandoned(const PyObject *object);
/* What it is reachable from, in words; NULL: nothing. */
const char *reach_root(const PyObject *object);

/* --- names.c: words for the objects that were found -------------------------- */

void names_write(refcheck_report *report);
void names_repr(PyObject *object, char *buffer, size_t size);

#endif /* REFCHECK_OBJECTS_H */
