/* Each allocation of the call fails, in turn: what is lost on the way out?

   One process lets allocation 1, 2, ... N fail in one call each, three times
   over, with a census after each round: where nothing grows or shrinks, that is
   all, and its cost is linear.  Else the range is halved, and each half has a
   process of its own, until the allocations are known that are not survived.

   What CPython or a library loses inside the very call in which its own
   allocation failed never reached the module, and is left out of account. */
#include "tools/refcheck/sweep/sweep.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_BAD = 50 };          /* not survived: then it is known well enough */

sweep_state *sweep;
static int nbad;

/* --- A process for a range --------------------------------------------------- */

/* What was said last: Python's fatal error, a failed assertion, or else the last
   line. */
static void
read_last_words(int descriptor, char *words, size_t size)
{
    static const char fatal[] = "Fatal Python error: ";
    char text[4096], *save, *said = "";
    ssize_t n = pread(descriptor, text, sizeof(text) - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    for (char *line = strtok_r(text, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        char *start = strstr(line, fatal);
        said = start != NULL ? start + strlen(fatal) : line;
        if (start != NULL || strstr(line, "Assertion ") != NULL) {
            break;
        }
    }
    rc_set_string(words, size, said);
}

/* The child died while allocation sweep->nth failed: one finding says of what. */
static void
note_death(int status, int descriptor)
{
    refcheck_report *report = &sweep->base.report;
    char words[sizeof(report->finding->message)];
    read_last_words(descriptor, words, sizeof(words));
    if (report->error[0] != '\0') {
        rc_fail("when allocation %u of the call fails: %s", sweep->nth,
                report->error);
    }
    refcheck_finding *f = &report->finding[report->found - 1];
    if (report->found == 0 || f->signal == 0) {
        f = &report->finding[0];
        memset(f, 0, sizeof(*f));
        f->kind = REFCHECK_ABORT;
        f->what = REFCHECK_MEMORY;
        snprintf(words, sizeof(words), "the process ends by itself, with exit "
                 "status %d", WIFEXITED(status) ? WEXITSTATUS(status)
                                                : 128 + WTERMSIG(status));
    }
    else if (f->kind == REFCHECK_ABORT && contract_is_broken(words)) {
        f->kind = REFCHECK_EXCEPTION_CONTRACT;
        f->signal = 0;
    }
    f->per_call = 1;
    report->finding[0] = *f;    /* what came before did not end the process */
    report->found = 1;
    if (report->finding[0].kind != REFCHECK_CRASH) {
        rc_set_string(report->finding[0].message, sizeof(words), words);
    }
}

/* Tries a range in a process of its own; did it die? */
static bool
run_range(uint32_t first, uint32_t last, refcheck_report *report)
{
    int status;
    int descriptor = memfd_create("refcheck-sweep", MFD_CLOEXEC);
    sweep->base = *rc_shared;
    memset(&sweep->base.report, 0, sizeof(sweep->base.report));
    sweep->bad = false;
    pid_t child = descriptor < 0 ? -1 : fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        rc_own_process();
        dup2(descriptor, STDERR_FILENO);
        rc_shared = &sweep->base;
        attempt_range(first, last);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0) {
        rc_fail("no process could be started for failing allocations");
    }
    report->calls += sweep->base.report.calls;
    if (!sweep->base.done) {
        sweep->fired[sweep->nth] |= sweep->witness.place.offset != 0;
        note_death(status, descriptor);
    }
    close(descriptor);
    return !sweep->base.done;
}

/* --- Whose fault is it? ------------------------------------------------------ */

static bool
is_at(const refcheck_place *place, const refcheck_place *other)
{
    return place->offset != 0 && place->offset == other->offset;
}

static bool
is_same(const refcheck_place *place, const refcheck_place *other)
{
    return place->offset == other->offset;
}

/* Did it happen inside the API call whose own allocation failed?  Then it is no
   fault of the module. */
static bool
is_of_the_api(const refcheck_finding *f, const failing_witness *witness)
{
    if (f->kind == REFCHECK_EXCEPTION_CONTRACT) {
        return attempt_was_broken_before(f->message, witness);
    }
    if (f->kind == REFCHECK_ABORT || f->signal != 0) {
        return f->failed.offset != 0
               && (witness->end.known ? !witness->end.returned
                                      : is_at(&f->used, &f->failed));
    }
    if (f->what == REFCHECK_REFERENCE) {
        /* Or by Python: in the ledger, the module gives back what it takes. */
        for (int i = 0; i < SITE_CALLS && f->used.offset != 0; i++) {
            if (f->used.offset == witness->under_way[i]) {
                return true;
            }
        }
        return f->used.offset == 0 && f->steps > 0;
    }
    return is_at(&f->made, &f->failed) && is_at(&f->freed, &f->failed);
}

static bool
is_known(const refcheck_finding *f, const refcheck_report *report)
{
    for (int i = 0; i < report->found; i++) {
        const refcheck_finding *g = &report->finding[i];
        if (g->kind == f->kind && g->what == f->what
            && strcmp(g->type, f->type) == 0 && is_same(&g->made, &f->made)
            && is_same(&g->used, &f->used)
            && (f->kind == REFCHECK_EXCEPTION_CONTRACT
                || strcmp(g->message, f->message) == 0)) {
            return true;
        }
    }
    return false;
}

/* From the child's report into this one. */
static void
take_ledger(refcheck_finding *f, refcheck_report *report)
{
    int room = REFCHECK_MAX_STEPS - report->steps;
    if (f->steps > room) {
        f->steps = 0;
    }
    memcpy(&report->step[report->steps],
           &sweep->base.report.step[f->first_step],
           (size_t)f->steps * sizeof(*report->step));
    f->first_step = report->steps;
    report->steps += f->steps;
}

/* Takes over what the last child found about one allocation.  Nothing remains
   where the API is to blame. */
static void
blame(uint32_t nth, const refcheck_finding *found, int n,
      const failing_witness *witness, refcheck_report *report)
{
    bool remains = false;
    for (int i = 0; i < n; i++) {
        refcheck_finding f = found[i];
        if (!attempt_is_bug(&f)) {
            continue;
        }
        if (is_of_the_api(&f, witness)) {
            sweep->apis_fault = true;
            continue;
        }
        remains = true;
        f.failing = (int)nth;
        refcheck_finding *to = is_known(&f, report)
            ? NULL : rc_new_finding(f.kind, f.what, f.type);
        if (to != NULL) {
            take_ledger(&f, report);
            *to = f;
        }
    }
    if (remains && !sweep->not_survived[nth]) {
        if (nbad++ == 0) {
            report->sweep.first = found[0].failed;
        }
        sweep->not_survived[nth] = true;
    }
}

/* --- All of them ------------------------------------------------------------- */

/* Completes what the child found of the allocation at which it stopped. */
static void
complete(void)
{
    refcheck_report *report = &sweep->base.report;
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        bool counted = f->kind >= REFCHECK_OVER_RELEASE
                       && f->what != REFCHECK_REFERENCE && f->signal == 0;
        f->failed = sweep->witness.place;
        if (counted && sweep->base.counted > 0) {
            f->per_call /= sweep->base.counted;
        }
    }
}

static void
judge(uint32_t first, uint32_t last, refcheck_report *report)
{
    if (first > last || nbad >= MAX_BAD) {
        return;
    }
    bool died = run_range(first, last, report);
    if (!died && !sweep->bad) {
        memset(&sweep->judged[first], true, last - first + 1);
        return;
    }
    complete();
    if (first == last) {
        sweep->judged[first] = true;
        blame(first, sweep->base.report.finding, sweep->base.report.found,
              &sweep->witness, report);
        return;
    }
    if (!died) {
        uint32_t middle = first + (last - first) / 2;
        judge(first, middle, report);
        judge(middle + 1, last, report);
        return;
    }
    /* Where none of them dies alone, it was done by several together. */
    const refcheck_finding death = sweep->base.report.finding[0];
    const failing_witness witness = sweep->witness;
    const uint32_t at = sweep->nth;
    const int before = nbad;
    judge(first, at - 1, report);
    judge(at, at, report);
    judge(at + 1, last, report);
    if (nbad == before) {
        blame(at, &death, 1, &witness, report);
    }
}

static void
sum_up(uint32_t n, refcheck_report *report)
{
    refcheck_sweep *sum = &report->sweep;
    sum->ran = 1;
    for (uint32_t i = 1; i <= n; i++) {
        bool tried = sweep->judged[i] && sweep->fired[i];
        sum->tried += tried;
        sum->survived += tried && !sweep->not_survived[i];
        sum->raised += tried && sweep->raised[i];
    }
    if (sweep->apis_fault) {
        rc_note("the API itself does not survive each failing "
                 "allocation: what it loses is not the module's fault");
    }
    if (nbad >= MAX_BAD) {
        rc_note("the sweep ended at the 50th allocation that was not "
                 "survived");
    }
}

static uint32_t
count_allocations(void)
{
    char broken[8];
    failing_begin(FAILING_RECORD, 0, &sweep->witness);
    (void)interpreter_try(broken, sizeof(broken));
    return failing_end().count;
}

void
sweep_run(refcheck_report *report)
{
    sweep = mmap(NULL, sizeof(*sweep), PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (sweep == MAP_FAILED) {
        rc_fail("there is no memory to let allocations fail");
    }
    nbad = 0;
    rc_phase("failing allocations");
    uint32_t n = count_allocations();
    if (n > FAILING_MAX) {
        rc_note("of the call's allocations, the first 1,000 were made "
                 "to fail");
        n = FAILING_MAX;
    }
    judge(1, n, report);
    sum_up(n, report);
    munmap(sweep, sizeof(*sweep));
}
