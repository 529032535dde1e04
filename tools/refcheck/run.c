/* The parent: one child process a run, and what their reports add up to. */
#include "tools/refcheck/internal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

typedef enum { RUN_FAST, RUN_TRACED, RUN_PLAIN } run_kind;

static const refcheck_options DEFAULTS = {
    .warmup = 3, .rounds = 3, .calls = 4, .timeout = 60,
};

static int __attribute__((format(printf, 2, 3)))
fail(refcheck_report *report, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(report->error, sizeof(report->error), format, args);
    va_end(args);
    report->verdict = REFCHECK_UNMEASURABLE;
    return -1;
}

/* --- One child ------------------------------------------------------------- */

static void
quiet(int descriptor, bool show_output)
{
    if (!show_output) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        close(null);
    }
    dup2(descriptor, STDERR_FILENO);
}

static void __attribute__((noreturn))
be_child(run_kind kind, const refcheck_options *options, int descriptor)
{
    struct itimerval limit = {
        .it_value.tv_sec = (time_t)options->timeout,
        .it_value.tv_usec = (suseconds_t)(
            (options->timeout - (double)(time_t)options->timeout) * 1e6),
    };
    signal(SIGALRM, SIG_DFL);
    setitimer(ITIMER_REAL, &limit, NULL);
    quiet(descriptor, options->show_output);
    if (kind == RUN_PLAIN) {
        child_plain(options);
    }
    child_check(options, kind == RUN_TRACED);
}

static void
last_line(int descriptor, char *line, size_t size)
{
    char text[2048];
    off_t end = lseek(descriptor, 0, SEEK_END);
    off_t start = end > (off_t)sizeof(text) - 1 ? end - (off_t)sizeof(text) + 1
                                                : 0;
    ssize_t n = pread(descriptor, text, sizeof(text) - 1, start);
    text[n > 0 ? n : 0] = '\0';
    char *save, *last = "";
    for (char *l = strtok_r(text, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
        last = l;
    }
    rc_set_string(line, size, last);
}

/* A plain run cannot fail: what goes wrong there is what there is to see. */
static int
note_plain(int status, const char *message)
{
    refcheck_report *report = &rc_shared->report;
    bool raised = report->error[0] != '\0';
    report->plain.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    rc_set_string(report->plain.message, sizeof(report->plain.message),
                  raised ? report->error : message);
    return 0;
}

/* Notices were counted, see rc_notice(): from their number to that of a call. */
static void
average_notices(void)
{
    refcheck_report *report = &rc_shared->report;
    int calls = rc_shared->counted > 0 ? rc_shared->counted : report->calls;
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        bool counted = f->kind != REFCHECK_LEAK
                       && f->kind != REFCHECK_MEMORY_LEAK && f->what != REFCHECK_REFERENCE
                       && f->signal == 0;
        if (counted && calls > 0) {
            f->per_call /= calls;
        }
    }
}

/* Runs one child; its findings are then in rc_shared.  -1: no measurement. */
static int
run_child(run_kind kind, const refcheck_options *options,
          refcheck_report *report)
{
    char message[sizeof(report->plain.message)] = "";
    int status;
    int descriptor = memfd_create("refcheck-stderr", MFD_CLOEXEC);
    if (descriptor < 0) {
        return fail(report, "there is no memory for a child's messages");
    }
    bool grows = rc_shared->grows;
    memset(rc_shared, 0, sizeof(*rc_shared));
    rc_shared->grows = grows;

    pid_t child = fork();
    if (child == 0) {
        be_child(kind, options, descriptor);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0) {
        close(descriptor);
        return fail(report, "no child process could be started");
    }
    last_line(descriptor, message, sizeof(message));
    close(descriptor);

    if (kind == RUN_PLAIN) {
        return note_plain(status, message);
    }
    if (rc_shared->report.error[0] != '\0') {
        return fail(report, "%s", rc_shared->report.error);
    }
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) {
        return fail(report, "the statement did not come to its end within "
                    "%g s: give it less to do, or raise the timeout",
                    options->timeout);
    }
    if (WIFSIGNALED(status)) {
        return fail(report, "the child was killed by signal %d during %s%s%s",
                    WTERMSIG(status), rc_shared->phase,
                    message[0] ? ": " : "", message);
    }
    if (!rc_shared->done && rc_shared->report.found == 0) {
        return fail(report, "the child ended by itself during %s%s%s",
                    rc_shared->phase, message[0] ? ": " : "", message);
    }
    average_notices();
    return 0;
}

/* --- All of them ----------------------------------------------------------- */

static const char *
refuse(const refcheck_options *options)
{
    if (options->statement == NULL) {
        return "there is no statement to run: give one that calls the module";
    }
    if (options->warmup < 0 || options->rounds < 0 || options->calls < 0
        || options->timeout < 0) {
        return "warmup, rounds, calls and timeout must not be negative";
    }
    if (Py_IsInitialized()) {
        return "this process runs an interpreter of its own: call refcheck "
               "from one that does not";
    }
    return NULL;
}

static refcheck_options
with_defaults(const refcheck_options *given)
{
    refcheck_options o = *given;
    o.warmup = o.warmup ? o.warmup : DEFAULTS.warmup;
    o.rounds = o.rounds ? o.rounds : DEFAULTS.rounds;
    o.calls = o.calls ? o.calls : DEFAULTS.calls;
    o.timeout = o.timeout > 0 ? o.timeout : DEFAULTS.timeout;
    return o;
}

/* Causes first, and of these the gravest; the rest is for an order that does
   not change from run to run. */
static int
compare(const void *a, const void *b)
{
    const refcheck_finding *x = a, *y = b;
    int kept = (x->kept_by[0] != '\0') - (y->kept_by[0] != '\0');
    if (kept != 0) {
        return kept;
    }
    if (x->kind != y->kind) {
        return (int)y->kind - (int)x->kind;
    }
    if (x->what != y->what) {
        return (int)x->what - (int)y->what;
    }
    if (x->made.offset != y->made.offset) {
        return x->made.offset < y->made.offset ? -1 : 1;
    }
    return strcmp(x->type, y->type);
}

static void
conclude(refcheck_report *report, const char *module)
{
    symbolize(module, report);
    qsort(report->finding, (size_t)report->found, sizeof(*report->finding),
          compare);
    report->verdict = report->found ? report->finding[0].kind : REFCHECK_CLEAN;
}

static int
run_all(const refcheck_options *options, refcheck_report *report)
{
    if (run_child(RUN_FAST, options, report) < 0) {
        return -1;
    }
    *report = rc_shared->report;
    if (report->found == 0) {
        return 0;
    }
    /* Again, with the stack of every allocation: too dear for a first look. */
    if (run_child(RUN_TRACED, options, report) < 0) {
        return -1;
    }
    if (rc_shared->report.found > 0) {
        *report = rc_shared->report;
    }
    if (run_child(RUN_PLAIN, options, report) < 0) {
        return -1;
    }
    report->plain = rc_shared->report.plain;
    return 0;
}

int
refcheck_run(const refcheck_options *options, refcheck_report *report)
{
    memset(report, 0, sizeof(*report));
    const char *refusal = refuse(options);
    if (refusal != NULL) {
        return fail(report, "%s", refusal);
    }
    if (options->module != NULL && access(options->module, R_OK) < 0) {
        return fail(report, "%s cannot be read: build the extension first, and "
                    "give the path of its .so file", options->module);
    }
    rc_shared = mmap(NULL, sizeof(*rc_shared), PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (rc_shared == MAP_FAILED) {
        return fail(report, "there is no memory for the report");
    }
    refcheck_options complete = with_defaults(options);
    int result = run_all(&complete, report);
    if (result == 0) {
        conclude(report, rc_shared->module);
    }
    munmap(rc_shared, sizeof(*rc_shared));
    rc_shared = NULL;
    snprintf(report->python, sizeof(report->python), "%d.%d.%d",
             PY_MAJOR_VERSION, PY_MINOR_VERSION, PY_MICRO_VERSION);
#ifdef Py_DEBUG
    report->python_debug = 1;
#endif
    return result;
}
