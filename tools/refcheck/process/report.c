/* The report that a child writes and its parent reads: the memory is shared, so
   that what was found outlives a crash. */
#include "tools/refcheck/internal.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

shared *rc_shared;
static bool replaying;

/* A replay that hangs, as one may that waits for a thread, is given up. */
enum { APART_SECONDS = 5 };

/* snprintf() may not be used in a signal handler. */
void
rc_set_string(char *to, size_t size, const char *from)
{
    size_t i = 0;
    for (; i + 1 < size && from[i] != '\0'; i++) {
        to[i] = from[i];
    }
    to[i] = '\0';
}

void
rc_phase(const char *name)
{
    rc_set_string(rc_shared->phase, sizeof(rc_shared->phase), name);
}

static pid_t process;

void
rc_own_process(void)
{
    process = getpid();
}

bool
rc_is_own_process(void)
{
    return getpid() == process;
}

void
rc_begin_replay(void)
{
    replaying = true;
}

bool
rc_is_replay(void)
{
    return replaying;
}

void
rc_fail(const char *format, ...)
{
    if (replaying || !rc_is_own_process()) {
        _exit(1);
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
    if (replaying) {
        return NULL;            /* it was found already */
    }
    if (report->found == REFCHECK_MAX_FINDINGS) {
        report->left_out++;
        return NULL;
    }
    refcheck_finding *f = &report->finding[report->found++];
    memset(f, 0, sizeof(*f));
    f->kind = kind;
    f->what = what;
    rc_shared->suspects[f - report->finding] = (suspect){0};
    rc_set_string(f->type, sizeof(f->type), type);
    return f;
}

void
rc_suspect_block(const refcheck_finding *f, const block *b)
{
    rc_shared->suspects[f - rc_shared->report.finding] = (suspect){
        .made = site_of(b->made),
        .order = b->order,
        .offset = b->offset,
    };
}

void
rc_suspect_older(const refcheck_finding *f, PyObject *object, double drift)
{
    rc_shared->suspects[f - rc_shared->report.finding] = (suspect){
        .older = object,
        .drift = drift,
    };
}

void
rc_note(const char *sentence)
{
    char *note = rc_shared->report.note;
    size_t size = sizeof(rc_shared->report.note), n = strlen(note);
    if (strstr(note, sentence) == NULL) {
        rc_set_string(note + n, size - n, n > 0 ? "; " : "");
        n = strlen(note);
        rc_set_string(note + n, size - n, sentence);
    }
}

bool
rc_apart(void (*run)(void *), void *arg)
{
    int calls = rc_shared->report.calls, status = -1;
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        rc_own_process();
        if (getppid() == parent) {
            signal(SIGALRM, SIG_DFL);
            alarm(APART_SECONDS);
            run(arg);
        }
        _exit(0);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    rc_shared->report.calls = calls;
    return status == 0;
}

/* What dies twice is released once more in one call and written to in the next, as
   its memory happens to be: one cause. */
static bool
are_alike(refcheck_verdict a, refcheck_verdict b)
{
    return a == b || ((a == REFCHECK_OVER_RELEASE || a == REFCHECK_USE_AFTER_FREE)
                      && (b == REFCHECK_OVER_RELEASE
                          || b == REFCHECK_USE_AFTER_FREE));
}

/* per_call counts events until the parent divides it by the calls made. */
void
rc_notice(refcheck_verdict kind, const block *b, int64_t times)
{
    refcheck_report *report = &rc_shared->report;
    if (replaying) {
        return;
    }
    const char *type = b->type != NULL ? b->type : family_type(b->family);
    refcheck_place made, freed;
    site_place(b->made, &made);
    site_place_freed(b, &freed);

    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        if (are_alike(f->kind, kind) && strcmp(f->type, type) == 0
            && f->made.offset == made.offset
            && f->freed.offset == freed.offset) {
            f->per_call += (double)times;
            f->kind = kind > f->kind ? kind : f->kind;
            return;
        }
    }
    refcheck_finding *f = rc_new_finding(
        kind, b->type != NULL ? REFCHECK_OBJECT : REFCHECK_MEMORY, type);
    if (f != NULL) {
        f->per_call = (double)times;
        f->made = made;
        f->freed = freed;
        rc_suspect_block(f, b);
    }
}

void
rc_broken_contract(const char *message)
{
    refcheck_report *report = &rc_shared->report;
    for (int i = 0; i < report->found; i++) {
        if (report->finding[i].kind == REFCHECK_EXCEPTION_CONTRACT) {
            report->finding[i].per_call++;
            return;
        }
    }
    refcheck_finding *f = rc_new_finding(REFCHECK_EXCEPTION_CONTRACT,
                                         REFCHECK_OBJECT, "");
    if (f != NULL) {
        f->per_call = 1;
        rc_set_string(f->message, sizeof(f->message), message);
    }
}
