/* What a child process does, from the first allocation to the last finding. */
#include "tools/refcheck/internal.h"

#include <time.h>
#include <unistd.h>

enum {
    /* Bounded caches stop growing within so many calls; leaks do not. */
    CONFIRM_CALLS = 1024,
    CONFIRM_CALLS_AT_LEAST = 32,
    PLAIN_WARMUP = 20,
    PLAIN_CALLS = 100,
};
static const double CONFIRM_SECONDS = 0.08;


static void
phase(const char *name)
{
    rc_set_string(rc_shared->phase, sizeof(rc_shared->phase), name);
}

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
    for (int i = 0; i < rounds; i++) {
        call(calls);
        interpreter_settle();
        census_round();
    }
}

static double
seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Growth that goes on is a leak. */
static bool
is_confirmed(int rounds)
{
    double start = seconds();
    call(4);
    interpreter_settle();
    double n = CONFIRM_SECONDS / rounds / ((seconds() - start) / 4 + 1e-9);
    int calls = n > CONFIRM_CALLS ? CONFIRM_CALLS
        : n < CONFIRM_CALLS_AT_LEAST ? CONFIRM_CALLS_AT_LEAST : (int)n;
    measure(rounds, calls);
    return census_grows();
}

/* Is all that was found a change of freed blocks?  Who made it is only known
   when it is done behind a fence. */
static bool
lacks_a_line(const refcheck_report *report)
{
    for (int i = 0; i < report->found; i++) {
        const refcheck_finding *f = &report->finding[i];
        if (f->what == REFCHECK_REFERENCE
            || (f->kind != REFCHECK_OVER_RELEASE
                && f->kind != REFCHECK_USE_AFTER_FREE)) {
            return false;
        }
    }
    return true;
}

/* Which line took or released a reference to an older object?  One that is only
   kept by something lost is not asked about. */
static void
find_lines(refcheck_report *report)
{
    phase("replay");
    rc_begin_replay();
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        if (f->what != REFCHECK_REFERENCE || f->kept_by[0] != '\0') {
            continue;
        }
        watch_begin(census_object(i));
        call(1);
        watch_end();
        site_place(watch_unpaired(f->kind == REFCHECK_OVER_RELEASE), &f->used);
    }
}

/* The traced run repeats an untraced one, whose word on growth it takes: that
   one had the time to confirm it. */
void
child_check(const refcheck_options *options, bool traced)
{
    refcheck_report *report = &rc_shared->report;
    phase("start");
    crash_install();
    interpreter_start(true);
    interpreter_load(options);
    objects_refresh();

    hooks_trace(traced);
    hooks_quarantine(true);
    phase("warm-up");
    for (int i = 0; i < options->warmup; i++) {
        /* What stays from a call may be released too often by the next.  A
           cycle among it is never collected then: older than the first
           reading, it does no harm. */
        objects_bias();
        call(1);
    }
    interpreter_settle();
    objects_bias();

    phase("rounds");
    measure(options->rounds, options->calls);
    bool shrinks = census_shrinks();
    if (census_grows() && !traced) {
        /* A long run could bring another count down to zero. */
        phase("confirmation");
        rc_shared->grows = shrinks || is_confirmed(options->rounds);
    }
    if (traced || rc_shared->grows || shrinks) {
        census_report(rc_shared->grows, options->rounds * options->calls);
    }
    arena_check_quarantine();

    rc_shared->counted = report->calls;
    if (report->found == 0 || (traced && lacks_a_line(report))) {
        phase("fence");
        hooks_trace(true);
        hooks_fence(true);
        call(1);
    }
    else if (traced) {
        find_lines(report);
    }
    rc_shared->done = 1;
    _exit(0);
}

/* The statement as its author runs it: what is there to be noticed? */
void
child_plain(const refcheck_options *options)
{
    refcheck_plain *plain = &rc_shared->report.plain;
    plain->ran = 1;
    interpreter_start(false);
    interpreter_load(options);
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
    rc_shared->done = 1;
    _exit(0);
}
