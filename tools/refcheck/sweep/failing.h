/* Allocations that fail, and the calls in which they do. */
#ifndef REFCHECK_FAILING_H
#define REFCHECK_FAILING_H

#include "tools/refcheck/ledger/ledger.h"

/* --- return.c: a call from the module comes back -------------------------- */

typedef struct {
    bool known;                 /* it is watched; else all is false */
    bool returned;
    bool raised;                /* an exception was set then, and it was */
    bool raised_system_error;   /* Python's word on a broken contract */
    uintptr_t value;            /* what it returned */
    uint64_t serial;            /* arena_serial() then */
} return_state;

/* Fills in *state when the call returns to `pc`. */
void return_watch(uintptr_t pc, uintptr_t frame, return_state *state);
/* What was for `from` goes to `to` from now on. */
void return_move(return_state *from, return_state *to);
void return_forget(const return_state *state);
void return_unwatch(void);      /* all of them */

/* --- failing.c: one allocation of the call gives NULL --------------------- */

enum { FAILING_MAX = 1000 };    /* allocations that are recorded */

typedef enum {
    FAILING_RECORD,             /* none fails: which are there? */
    FAILING_FOLLOW,             /* one fails where the record says */
    FAILING_COUNT,              /* it is counted up to the one that fails */
} failing_mode;

/* In memory that outlives the process: what was known when it died. */
typedef struct {
    refcheck_place place;       /* of the allocation, once it has failed */
    return_state end;           /* of the API call that asked for it */
    uintptr_t under_way[SITE_CALLS];    /* and of all around it: their offsets */
} failing_witness;

typedef struct {
    uint32_t count;             /* allocations with the module on the stack */
    uint32_t site;              /* of the one that failed; 0: none did */
} failing_outcome;

/* From here on the `nth` allocation, from 1, that is made with the module on
   the stack fails. */
void failing_begin(failing_mode mode, uint32_t nth, failing_witness *witness);
failing_outcome failing_end(void);
/* What the API calls had made that were under way when it failed is not asked
   about in this census. */
void failing_excuse(void);
/* In each interpreter_call() from now on it fails. */
void failing_repeat(uint32_t nth);
bool failing_repeated(void);
/* From interpreter.c: a call begins. */
void failing_new_call(void);
bool failing_counts(void);
/* From the hook: shall this one fail?  Sets its site, where it was looked up. */
bool failing_next(uint32_t *site);

/* --- sweep.c: each allocation of the call fails, in turn ------------------- */

/* Call in a child that is warmed up, with nothing wrong so far. */
void sweep_run(refcheck_report *report);

#endif /* REFCHECK_FAILING_H */
