/* What the end of a stage means: a result, a finding, or the reason why nothing
   could be measured. */
#include "tools/refcheck/internal.h"

#include <string.h>
#include <sys/wait.h>

/* --- One line ------------------------------------------------------------------ */

/* What others have written may have several. */
static void
join_lines(char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < ' ') {
            *text = ' ';
        }
    }
}

int
end_fail(refcheck_report *report, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(report->error, sizeof(report->error), format, args);
    va_end(args);
    join_lines(report->error);
    report->verdict = REFCHECK_UNMEASURABLE;
    return -1;
}

/* The line of stderr that says why the process gave up, else the last one. */
void
end_message(char *line, size_t size)
{
    char *save, *last = "";
    bool fatal = false;
    for (char *l = strtok_r(rc_shared->tail, "\n", &save); l != NULL && !fatal;
         l = strtok_r(NULL, "\n", &save)) {
        last = l;
        fatal = strncmp(l, "Fatal Python error", 18) == 0
                || strstr(l, ": Assertion `") != NULL
                || strstr(l, ": Assertion \"") != NULL;
    }
    rc_set_string(line, size, last);
    join_lines(line);
}

/* --- Deaths ---------------------------------------------------------------------- */

/* It is of a bug that one dies of these.  The handler (crash.c) has told it, if it
   was still there. */
static bool
is_crash(int number)
{
    return number == SIGSEGV || number == SIGBUS || number == SIGABRT
           || number == SIGFPE || number == SIGILL;
}

static void
note_crash(void)
{
    int status = rc_shared->status;
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (!is_crash(number) || rc_shared->report.found > 0) {
        return;
    }
    refcheck_finding *f = rc_new_finding(
        number == SIGABRT ? REFCHECK_ABORT : REFCHECK_CRASH, REFCHECK_MEMORY,
        "");
    f->per_call = 1;
    f->signal = number;
}

/* An abort says why on its way out; in a debug build a broken contract is one. */
static void
note_message(const char *message)
{
    refcheck_report *report = &rc_shared->report;
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        if (f->kind == REFCHECK_ABORT && f->failing == 0) {
            rc_set_string(f->message, sizeof(f->message), message);
            if (contract_is_broken(message)) {
                f->kind = REFCHECK_EXCEPTION_CONTRACT;
            }
        }
    }
}

/* "ended by itself", "was killed by SIGKILL", "dies of SIGSEGV" */
static int
fail_by_status(refcheck_report *report, const char *who, const char *message)
{
    const char *between = message[0] != '\0' ? ": " : "";
    int status = rc_shared->status;
    char how[300] = "ended by itself";
    if (rc_shared->report.found > 0) {
        refcheck_describe(&rc_shared->report.finding[0], how, sizeof(how));
        strncat(how, ",", sizeof(how) - strlen(how) - 1);
    }
    else if (WIFSIGNALED(status)) {
        snprintf(how, sizeof(how), "was killed by %s",
                 signal_name(WTERMSIG(status)));
    }
    else if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
        snprintf(how, sizeof(how), "ended by itself, with exit status %d,",
                 WEXITSTATUS(status));
    }
    return end_fail(report, "%s %s during %s%s%s", who, how, rc_shared->phase,
                    between, message);
}

/* --- Is there a result? ----------------------------------------------------------- */

static const char *
what_took_so_long(void)
{
    switch (rc_shared->stage) {
    case STAGE_OPEN:
        return "the setup";
    case STAGE_SWEEP:
        return "the statement, while one of its allocations failed,";
    default:
        return "the statement";
    }
}

int
end_check(refcheck_report *report, const char *message)
{
    if (rc_shared->report.error[0] != '\0') {
        return end_fail(report, "%s", rc_shared->report.error);
    }
    if (!rc_shared->started) {
        return end_fail(report, "no child process could be started");
    }
    if (rc_shared->timed_out) {
        return end_fail(report, "%s did not come to its end within %g s: give it "
                        "less to do, or raise the timeout", what_took_so_long(),
                        rc_shared->options.timeout);
    }
    if (rc_shared->stage == STAGE_OPEN) {
        note_crash();
        return rc_shared->zygote_lives
            ? 0 : fail_by_status(report, "the process", message);
    }
    if (!rc_shared->zygote_lives) {
        return end_fail(report, "the statement ended the process that checks it%s"
                        "%s", message[0] != '\0' ? ": " : "", message);
    }
    note_crash();
    if (!rc_shared->done && rc_shared->report.found == 0) {
        return fail_by_status(report, "the child", message);
    }
    note_message(message);
    return 0;
}
