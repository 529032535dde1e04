/* The caller's side: what is asked of the supervisor, stage by stage, and what
   the answers add up to. */
#include "tools/refcheck/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct refcheck_session {
    int socket;                 /* to the supervisor */
    pid_t supervisor;
    shared *memory;
    double timeout;
};

static const refcheck_options DEFAULTS = {
    .warmup = 3, .rounds = 3, .calls = 4, .timeout = 60,
};

static const char FIRST_LOOK[] =
    "a first look: a cache that fills looks like a leak; leave --quick out for "
    "the word of a long run, and for lines";

/* --- Reports: large, and mostly empty ----------------------------------------- */

static void
clear(refcheck_report *report)
{
    memset(report, 0, offsetof(refcheck_report, finding));
    report->steps = 0;
}

static void
copy_steps(refcheck_report *to, const refcheck_report *from)
{
    to->steps = from->steps;
    memcpy(to->step, from->step, (size_t)from->steps * sizeof(*from->step));
}

static void
copy(refcheck_report *to, const refcheck_report *from)
{
    memcpy(to, from, offsetof(refcheck_report, finding));
    memcpy(to->finding, from->finding,
           (size_t)from->found * sizeof(*from->finding));
    copy_steps(to, from);
}

/* --- One stage --------------------------------------------------------------- */

/* A plain run cannot fail: what goes wrong there is what there is to see. */
static void
note_plain(const char *message)
{
    refcheck_report *report = &rc_shared->report;
    bool raised = report->error[0] != '\0';
    int status = rc_shared->status;
    report->plain.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    rc_set_string(report->plain.message, sizeof(report->plain.message),
                  raised ? report->error : message);
}

/* Notices were counted, see rc_notice(): from their number to that of a call. */
static void
average_notices(void)
{
    refcheck_report *report = &rc_shared->report;
    int calls = rc_shared->counted > 0 ? rc_shared->counted : report->calls;
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        bool counted = f->kind >= REFCHECK_EXCEPTION_CONTRACT
                       && f->what != REFCHECK_REFERENCE && f->signal == 0
                       && f->failing == 0;
        if (counted && calls > 0) {
            f->per_call /= calls;
        }
    }
}

static int
ask_for(const refcheck_session *session, stage stage)
{
    char byte = 0;
    rc_shared->stage = stage;
    rc_shared->done = false;
    return send(session->socket, &byte, 1, MSG_NOSIGNAL) == 1
           && recv(session->socket, &byte, 1, 0) == 1 ? 0 : -1;
}

/* Runs one stage; what it found is then in rc_shared.  -1: no measurement. */
static int
run_stage(refcheck_session *session, stage stage, refcheck_report *report)
{
    char message[sizeof(report->plain.message)];
    clear(&rc_shared->report);
    rc_shared->counted = 0;
    if (ask_for(session, stage) < 0) {
        return end_fail(report, "the process that supervises the checks is gone");
    }
    end_message(message, sizeof(message));
    if (stage == STAGE_PLAIN) {
        note_plain(message);
        return 0;
    }
    if (end_check(report, message) < 0) {
        return -1;
    }
    average_notices();
    return 0;
}

/* --- The verdict -------------------------------------------------------------- */

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
conclude(refcheck_report *report)
{
    symbolize(rc_shared, report);
    qsort(report->finding, (size_t)report->found, sizeof(*report->finding),
          compare);
    symbolize_merge(report);
    report->verdict = report->found ? report->finding[0].kind : REFCHECK_CLEAN;
}

static void
note_python(refcheck_report *report)
{
    snprintf(report->python, sizeof(report->python), "%d.%d.%d",
             PY_MAJOR_VERSION, PY_MINOR_VERSION, PY_MICRO_VERSION);
#ifdef Py_DEBUG
    report->python_debug = 1;
#endif
}

/* --- A session --------------------------------------------------------------- */

static const char *
refuse(const refcheck_options *options)
{
    if (options->timeout < 0) {
        return "the timeout must not be negative";
    }
    if (Py_IsInitialized()) {
        return "this process runs an interpreter of its own: call refcheck "
               "from one that does not";
    }
    return NULL;
}

static int
check_path(const char *path, refcheck_report *report)
{
    char folder[MAX_PATH];
    while (path != NULL && *path != '\0') {
        size_t length = strcspn(path, ":");
        snprintf(folder, sizeof(folder), "%.*s", (int)length, path);
        if (length > 0 && access(folder, R_OK | X_OK) < 0) {
            return end_fail(report, "the folder %s cannot be read: %s", folder,
                        strerror(errno));
        }
        path += length + (path[length] == ':');
    }
    return 0;
}

static int
start(refcheck_session *session, const refcheck_options *options)
{
    int pair[2];
    rc_shared = session->memory;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
        return -1;
    }
    session->supervisor = supervisor_start(pair, options);
    close(pair[1]);
    session->socket = pair[0];
    return session->supervisor < 0 ? -1 : 0;
}

refcheck_session *
refcheck_open(const refcheck_options *options, refcheck_report *report)
{
    clear(report);
    note_python(report);
    const char *refusal = refuse(options);
    if (refusal != NULL) {
        end_fail(report, "%s", refusal);
        return NULL;
    }
    if (options->module != NULL && access(options->module, R_OK) < 0) {
        end_fail(report, "%s cannot be read: build the extension first, and give "
             "the path of its .so file", options->module);
        return NULL;
    }
    if (check_path(options->path, report) < 0) {
        return NULL;
    }
    refcheck_session *session = calloc(1, sizeof(*session));
    void *memory = mmap(NULL, sizeof(shared), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (session == NULL || memory == MAP_FAILED) {
        end_fail(report, "there is no memory for the report");
        free(session);
        return NULL;
    }
    session->socket = -1;
    session->memory = memory;
    refcheck_options complete = *options;
    if (complete.timeout == 0) {
        complete.timeout = DEFAULTS.timeout;
    }
    session->memory->options = complete;
    session->timeout = complete.timeout;
    if (start(session, &complete) < 0) {
        end_fail(report, "no child process could be started");
    }
    else if (run_stage(session, STAGE_OPEN, report) == 0) {
        return session;
    }
    refcheck_close(session);
    return NULL;
}

void
refcheck_close(refcheck_session *session)
{
    if (session == NULL) {
        return;
    }
    close(session->socket);     /* the supervisor ends all others, and itself */
    if (session->supervisor > 0) {
        waitpid(session->supervisor, NULL, 0);
    }
    munmap(session->memory, sizeof(shared));
    free(session);
    rc_shared = NULL;
}

/* --- A check ----------------------------------------------------------------- */

static const char *
refuse_check(const refcheck_options *options)
{
    if (options->statement == NULL) {
        return "there is no statement to run: give one that calls the module";
    }
    if (strlen(options->statement) >= MAX_STATEMENT) {
        return "the statement is longer than 65,535 bytes: make a function of "
               "it, in the setup";
    }
    if (options->warmup < 0 || options->rounds < 0 || options->calls < 0) {
        return "warmup, rounds and calls must not be negative";
    }
    return NULL;
}

static void
set_request(const refcheck_session *session, const refcheck_options *given)
{
    refcheck_options o = *given;
    o.warmup = o.warmup ? o.warmup : DEFAULTS.warmup;
    o.rounds = o.rounds ? o.rounds : DEFAULTS.rounds;
    o.calls = o.calls ? o.calls : DEFAULTS.calls;
    o.timeout = session->timeout;
    rc_set_string(rc_shared->statement, MAX_STATEMENT, given->statement);
    o.statement = rc_shared->statement;
    if (given->raises != NULL) {
        rc_set_string(rc_shared->exception, sizeof(rc_shared->exception),
                      given->raises);
        o.raises = rc_shared->exception;
    }
    if (given->follow != NULL) {
        rc_shared->follow = *given->follow;
        o.follow = &rc_shared->follow;
    }
    rc_shared->options = o;
    rc_shared->grows = rc_shared->immortal_grows = rc_shared->raises = false;
    rc_shared->resources = 0;
    rc_shared->nconfirmed = -1;
}

/* The ledgers of what it found stand behind those that are there. */
static void
take_sweep(refcheck_report *report)
{
    const refcheck_report *seen = &rc_shared->report;
    report->sweep = seen->sweep;
    report->calls += seen->calls;
    report->found = seen->found;
    report->left_out = seen->left_out;
    memcpy(report->finding, seen->finding,
           (size_t)seen->found * sizeof(*seen->finding));
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        if (f->steps > REFCHECK_MAX_STEPS - report->steps) {
            f->steps = 0;
        }
        memcpy(&report->step[report->steps], &seen->step[f->first_step],
               (size_t)f->steps * sizeof(*report->step));
        f->first_step = report->steps;
        report->steps += f->steps;
    }
    rc_set_string(report->note, sizeof(report->note), seen->note);
}

/* Nothing is wrong with the call itself: what else was asked for? */
static int
look_closer(refcheck_session *session, const refcheck_options *options,
            refcheck_report *report)
{
    if (options->follow != NULL) {
        if (run_stage(session, STAGE_FOLLOW, report) < 0) {
            return -1;
        }
        const refcheck_report *seen = &rc_shared->report;
        copy_steps(report, seen);
        report->first_followed = seen->first_followed;
        report->followed = seen->followed;
    }
    if (options->allocations) {
        if (run_stage(session, STAGE_SWEEP, report) < 0) {
            return -1;
        }
        take_sweep(report);
    }
    return 0;
}

static int
explain(refcheck_session *session, refcheck_report *report)
{
    /* Again, with the stack of every allocation: too dear for a first look. */
    if (run_stage(session, STAGE_TRACED, report) < 0) {
        return -1;
    }
    if (rc_shared->report.found > 0) {
        if (!rc_shared->done) {
            /* It died of what it found: the ledgers are still to be written,
               and where they cannot be, nothing else is lost. */
            (void)ask_for(session, STAGE_LEDGER);
        }
        char raised[sizeof(report->raised)];
        memcpy(raised, report->raised, sizeof(raised));
        copy(report, &rc_shared->report);
        memcpy(report->raised, raised, sizeof(raised));
    }
    return 0;
}

static int
check(refcheck_session *session, const refcheck_options *options,
      refcheck_report *report)
{
    if (!rc_shared->zygote_lives
        && run_stage(session, STAGE_OPEN, report) < 0) {
        return -1;
    }
    if (run_stage(session, STAGE_FAST, report) < 0) {
        return -1;
    }
    copy(report, &rc_shared->report);
    rc_shared->raises = report->raised[0] != '\0';
    if (options->quick && report->found > 0) {
        rc_set_string(report->note, sizeof(report->note), FIRST_LOOK);
        return 0;
    }
    if ((report->found > 0 ? explain(session, report)
                           : look_closer(session, options, report)) < 0) {
        return -1;
    }
    if (report->found > 0 && options->plain) {
        if (run_stage(session, STAGE_PLAIN, report) < 0) {
            return -1;
        }
        report->plain = rc_shared->report.plain;
    }
    return 0;
}

int
refcheck_check(refcheck_session *session, const refcheck_options *options,
               refcheck_report *report)
{
    clear(report);
    const char *refusal = refuse_check(options);
    int result = -1;
    if (refusal != NULL) {
        end_fail(report, "%s", refusal);
    }
    else {
        rc_shared = session->memory;
        set_request(session, options);
        result = check(session, options, report);
        if (result == 0) {
            conclude(report);
        }
    }
    note_python(report);
    return result;
}

int
refcheck_run(const refcheck_options *options, refcheck_report *report)
{
    refcheck_session *session = refcheck_open(options, report);
    if (session == NULL) {
        return -1;
    }
    int result = refcheck_check(session, options, report);
    refcheck_close(session);
    return result;
}
