/* In a process of its own: a range of the call's allocations fails, each in a call,
   in three rounds, with a census after each.  One that is tried alone is looked
   at closely. */
#include "tools/refcheck/sweep/sweep.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ROUNDS = 3,
    ALONE_CALLS = 2,            /* a round */
    CONFIRM_CALLS = 16,         /* growth of one that goes on is a leak */
};

/* Python's own functions set an exception when they fail.  malloc() does not, and
   other libraries do as they like: there the module has to.  What has no name was
   reached through a table of pointers, as NumPy's functions are. */
static bool
sets_exceptions(const refcheck_place *place)
{
    static const char *const allocators[] = {
        "PyMem_", "PyObject_Malloc", "PyObject_Calloc", "PyObject_Realloc",
    };
    for (size_t i = 0; i < sizeof(allocators) / sizeof(*allocators); i++) {
        if (strncmp(place->api, allocators[i], strlen(allocators[i])) == 0) {
            return false;
        }
    }
    return place->api[0] == '\0' || strncmp(place->api, "Py", 2) == 0
           || strncmp(place->api, "_Py", 3) == 0;
}

bool
attempt_was_broken_before(const char *message, const failing_witness *witness)
{
    const return_state *end = &witness->end;
    bool missing = strstr(message, "NULL") != NULL
                   || strstr(message, "without set") != NULL;
    if (!end->returned || !sets_exceptions(&witness->place)) {
        return end->known && !end->returned;    /* in a debug build it aborts */
    }
    /* 0 and -1 are an error, or may be one. */
    bool result = end->value != 0 && (int32_t)end->value != -1;
    return end->raised_system_error
           || (missing ? !end->raised : end->raised && result);
}

static failing_outcome
attempt_once(failing_mode mode, uint32_t nth, char *broken, size_t size)
{
    failing_begin(mode, nth, &sweep->witness);
    bool raised = interpreter_try(broken, size);
    failing_outcome outcome = failing_end();
    if (outcome.site != 0) {
        sweep->fired[nth] = true;
        sweep->raised[nth] = sweep->raised[nth] || raised;
    }
    return outcome;
}

/* `exactly`: nothing is taken from the record, which another call made. */
static void
call_failing(uint32_t nth, bool exactly)
{
    char broken[sizeof(((refcheck_finding *)0)->message)];
    failing_outcome outcome = {0};
    sweep->nth = nth;
    exactly = exactly || sweep->moves[nth];
    if (!exactly) {
        outcome = attempt_once(FAILING_FOLLOW, nth, broken, sizeof(broken));
        exactly = sweep->moves[nth] = outcome.site == 0;
    }
    if (exactly) {
        outcome = attempt_once(FAILING_COUNT, nth, broken, sizeof(broken));
    }
    if (outcome.site == 0) {
        return;                 /* it made fewer this time */
    }
    failing_excuse();
    if (broken[0] == '\0') {
        return;
    }
    if (attempt_was_broken_before(broken, &sweep->witness)) {
        sweep->apis_fault = true;
    }
    else {
        rc_broken_contract(broken);
    }
}

static void
measure_failing(uint32_t first, uint32_t last, int calls)
{
    objects_bias();
    if (first == last) {
        judge_begin();
    }
    census_begin();
    for (int round = 0; round < ROUNDS; round++) {
        for (uint32_t nth = first; nth <= last; nth++) {
            for (int i = 0; i < calls; i++) {
                call_failing(nth, first == last);
            }
        }
        interpreter_settle();
        census_round(calls);
    }
}

bool
attempt_is_bug(const refcheck_finding *f)
{
    /* What the statement itself keeps is no fault of anybody; and as in a census,
       what is less than one in eight calls is chance. */
    bool leak = f->kind == REFCHECK_LEAK || f->kind == REFCHECK_MEMORY_LEAK;
    return f->kind != REFCHECK_GROWS && !(leak && f->per_call < 1.0 / 8);
}

static bool
has_a_bug(const refcheck_report *report)
{
    for (int i = 0; i < report->found; i++) {
        if (attempt_is_bug(&report->finding[i])) {
            return true;
        }
    }
    return false;
}

/* More calls, for the lines of what was found; they may well crash. */
static void
explain(uint32_t nth)
{
    if (child_lacks_a_line(&rc_shared->report)) {
        hooks_fence(true);
        call_failing(nth, true);
        return;
    }
    failing_repeat(nth);
    ledger_write(&rc_shared->report);
    names_write(&rc_shared->report);
}

/* exit() ends it here, whatever the handlers of libraries would make of it. */
static void
on_end(int status, void *Py_UNUSED(arg))
{
    _exit(status);
}

void
attempt_range(uint32_t first, uint32_t last)
{
    bool alone = first == last;
    int calls = alone ? ALONE_CALLS : 1;
    on_exit(on_end, NULL);
    hooks_trace(alone);
    measure_failing(first, last, calls);
    census_moves moves = census_look();
    if (alone && moves.up && !moves.down) {
        calls = CONFIRM_CALLS;
        measure_failing(first, last, calls);
        moves = census_look();
    }
    if (alone && (moves.up || moves.down)) {
        judge_report(moves.up, ROUNDS * calls);
    }
    arena_check_quarantine();
    sweep->bad = alone ? has_a_bug(&rc_shared->report)
        : moves.up || moves.down || rc_shared->report.found > 0;
    rc_shared->counted = rc_shared->report.calls;
    rc_shared->done = true;
    if (alone && sweep->bad) {
        explain(first);
    }
    _exit(0);
}
