/* What a child process does, from its first call to the last finding. */
#include "tools/refcheck/internal.h"

#include <time.h>
#include <unistd.h>

enum {
    CONFIRM_ROUNDS = 8,
    CONFIRM_CALLS = 136,        /* a round: 1088 fill a cache of a thousand */
    CONFIRM_SLOW_CALLS = 12,    /* where these would take too long */
    PLAIN_WARMUP = 20,
    PLAIN_CALLS = 100,
};
static const double CONFIRM_SECONDS = 4;

static void
call(int times)
{
    for (int i = 0; i < times; i++) {
        interpreter_call();
    }
}

static void
measure(int rounds, int calls)
{
    census_begin();
    immortal_begin();
    resources_begin();
    for (int i = 0; i < rounds; i++) {
        call(calls);
        threads_settle();
        interpreter_settle();
        census_round(calls);
        immortal_round(calls);
        resources_round(calls);
    }
}

static double
seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Growth that goes on is a leak.  A cache that is emptied when it is full does not
   grow by an eighth of the calls in each of eight rounds: see census_round(). */
static void
confirm(void)
{
    double start = seconds();
    call(4);
    interpreter_settle();
    double each = (seconds() - start) / 4;
    int calls = each * CONFIRM_ROUNDS * CONFIRM_CALLS > CONFIRM_SECONDS
        ? CONFIRM_SLOW_CALLS : CONFIRM_CALLS;
    measure(CONFIRM_ROUNDS, resources_suffice_for(calls, CONFIRM_ROUNDS));
}

/* Is all that was found a change of freed blocks, or past the end of blocks?  Who
   made it is only known when it is done behind a fence.  And where the statement's own objects grow,
   nobody has been there yet. */
bool
child_lacks_a_line(const refcheck_report *report)
{
    for (int i = 0; i < report->found; i++) {
        const refcheck_finding *f = &report->finding[i];
        bool by_chance = f->what != REFCHECK_REFERENCE
                         && (f->kind == REFCHECK_OVER_RELEASE
                             || f->kind == REFCHECK_USE_AFTER_FREE
                             || f->kind == REFCHECK_OUT_OF_BOUNDS);
        if (!by_chance && !f->past_end && f->kind != REFCHECK_GROWS) {
            return false;
        }
    }
    return true;
}

/* What Python builds on first use is built then, and no more growth. */
static void
warm_up(const refcheck_options *options)
{
    interpreter_prepare(options);
    hooks_quarantine(true);
    rc_phase("warm-up");
    for (int i = 0; i < options->warmup; i++) {
        call(1);
        /* What stays from a call may be released too often by the next.  A
           cycle among it is never collected then: older than the first
           reading, it does no harm. */
        objects_bias();
    }
    threads_settle();
    interpreter_settle();
}

/* --- The stages ------------------------------------------------------------- */

static void
behind_fences(void *Py_UNUSED(arg))
{
    rc_phase("fence");
    hooks_trace(true);
    hooks_fence(true);
    call(1);
}

/* Without stacks, which are dear: is there anything? */
static void
run_fast(const refcheck_options *options)
{
    refcheck_report *report = &rc_shared->report;
    rc_phase("rounds");
    measure(options->rounds, options->calls);
    census_moves moves = census_look();
    bool grows = moves.up || immortal_grows() || resources_growing();
    if (grows && !moves.down && !options->quick) {
        /* A long run could bring another count down to zero. */
        rc_phase("confirmation");
        confirm();
        moves.up = census_look().up;
        census_confirm();
    }
    rc_shared->grows = moves.up;
    rc_shared->immortal_grows = immortal_grows();
    rc_shared->resources = resources_growing();
    resources_report(rc_shared->resources, options->rounds * options->calls);
    if (moves.up || moves.down) {
        judge_report(rc_shared->grows, options->rounds * options->calls);
    }
    immortal_report(rc_shared->immortal_grows);
    arena_check_quarantine();
    rc_shared->counted = report->calls;
    if (report->found == 0) {
        behind_fences(NULL);
    }
}

/* Repeats the fast run, whose word on growth it takes: that one had the time to
   confirm it. */
static void
run_traced(const refcheck_options *options)
{
    refcheck_report *report = &rc_shared->report;
    rc_phase("rounds");
    judge_begin();
    measure(options->rounds, options->calls);
    census_leave_out_unconfirmed();
    resources_report(rc_shared->resources, options->rounds * options->calls);
    judge_report(rc_shared->grows, options->rounds * options->calls);
    immortal_report(rc_shared->immortal_grows);
    resources_take_over();
    arena_check_quarantine();
    rc_shared->counted = report->calls;
    if (child_lacks_a_line(report)) {
        rc_apart(behind_fences, NULL);      /* it may die; the ledgers come yet */
    }
    rc_phase("replay");
    ledger_write(report);
    names_write(report);
}

void
child_run(stage stage, const refcheck_options *options)
{
    hooks_trace(stage != STAGE_FAST && stage != STAGE_SWEEP);
    if (stage == STAGE_LEDGER) {
        interpreter_prepare(options);
        ledger_write(&rc_shared->report);
        rc_shared->done = true;
        _exit(0);
    }
    warm_up(options);
    switch (stage) {
    case STAGE_TRACED:
        run_traced(options);
        break;
    case STAGE_SWEEP:
        sweep_run(&rc_shared->report);
        break;
    case STAGE_FOLLOW:
        ledger_follow(options->follow, &rc_shared->report);
        break;
    default:
        run_fast(options);
    }
    if (rc_shared->report.found == 0) {
        immortal_note();
    }
    rc_shared->done = true;
    _exit(0);
}

/* The statement as its author runs it: what is there to be noticed? */
void
child_plain(const refcheck_options *options)
{
    refcheck_plain *plain = &rc_shared->report.plain;
    rc_own_process();
    plain->ran = 1;
    rc_phase("start");
    interpreter_start(false);
    interpreter_load(options);
    interpreter_prepare(&rc_shared->options);
    long before = 0;
    for (int i = 0; i < PLAIN_WARMUP + PLAIN_CALLS; i++) {
        if (i == PLAIN_WARMUP) {
            interpreter_settle();
            before = interpreter_allocated_blocks();
        }
        interpreter_call();
        plain->calls++;
    }
    interpreter_settle();
    long grown = interpreter_allocated_blocks() - before;
    plain->blocks_per_call = (double)grown / PLAIN_CALLS;
    rc_shared->done = true;
    _exit(0);
}
