/* What a child process does, from the first allocation to the last finding. */
#include "tools/refcheck/internal.h"

#include <stdarg.h>
#include <string.h>
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

shared *rc_shared;
static bool replaying;

/* --- The report ------------------------------------------------------------ */

/* By hand: the string functions of libc may not be used in a handler. */
void
rc_set_string(char *to, size_t size, const char *from)
{
    size_t i = 0;
    for (; i + 1 < size && from[i] != '\0'; i++) {
        to[i] = from[i];
    }
    to[i] = '\0';
}

bool
rc_is_replay(void)
{
    return replaying;
}

void
rc_fail(const char *format, ...)
{
    if (replaying) {
        _exit(0);
    }
    refcheck_report *report = &rc_shared->report;
    va_list args;
    va_start(args, format);
    vsnprintf(report->error, sizeof(report->error), format, args);
    va_end(args);
    _exit(0);
}

refcheck_finding *
rc_new_finding(refcheck_verdict kind, refcheck_what what, const char *type)
{
    refcheck_report *report = &rc_shared->report;
    if (report->found == REFCHECK_MAX_FINDINGS) {
        report->left_out++;
        return NULL;
    }
    refcheck_finding *f = &report->finding[report->found++];
    memset(f, 0, sizeof(*f));
    f->kind = kind;
    f->what = what;
    rc_set_string(f->type, sizeof(f->type), type);
    return f;
}

/* per_call counts events until the parent divides it by the calls made. */
void
rc_notice(refcheck_verdict kind, const block *b, int64_t times)
{
    refcheck_report *report = &rc_shared->report;
    const char *type = b->type != NULL ? b->type : family_type(b->family);
    refcheck_place made, freed;
    site_place(b->made, &made);
    site_place_freed(b, &freed);

    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        if (f->kind == kind && strcmp(f->type, type) == 0
            && f->made.offset == made.offset
            && f->freed.offset == freed.offset) {
            f->per_call += (double)times;
            return;
        }
    }
    refcheck_finding *f = rc_new_finding(
        kind, b->type != NULL ? REFCHECK_OBJECT : REFCHECK_MEMORY, type);
    if (f != NULL) {
        f->per_call = (double)times;
        f->made = made;
        f->freed = freed;
    }
}

static void
phase(const char *name)
{
    rc_set_string(rc_shared->phase, sizeof(rc_shared->phase), name);
}

/* --- The check ------------------------------------------------------------- */

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
    replaying = true;
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
