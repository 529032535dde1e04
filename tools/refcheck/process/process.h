/* The processes of a check, and what they share. */
#ifndef REFCHECK_PROCESS_H
#define REFCHECK_PROCESS_H

#include "tools/refcheck/ledger/ledger.h"

/* --- report.c: what a process found, shared with its parents -------------- */

typedef enum {
    STAGE_OPEN,                 /* start the zygote */
    STAGE_FAST,                 /* is there anything? */
    STAGE_TRACED,               /* the same again, with stacks */
    STAGE_LEDGER,               /* where that one died: the ledgers alone */
    STAGE_SWEEP,                /* failing allocations */
    STAGE_FOLLOW,               /* the ledger of an object that nothing is wrong with */
    STAGE_PLAIN,                /* without the checker */
} stage;

enum {
    MAX_STATEMENT = 1 << 16,
    MAX_MODULES = 64,           /* under test */
    MAX_PATH = 1024,
    MAX_CONFIRMED = 64,
};

typedef struct {
    /* What a stage is to do.  The memory is mapped before any fork, so that
       pointers into it hold in all processes. */
    stage stage;
    refcheck_options options;
    refcheck_finding follow;
    char statement[MAX_STATEMENT], exception[256];
    bool grows;                 /* said by the fast stage, once it is confirmed */
    uint32_t confirmed[MAX_CONFIRMED];  /* what it was, see census_confirm() */
    int nconfirmed;             /* -1: it may have been anything */
    bool immortal_grows;        /* so was this */
    unsigned resources;         /* so are these: what resources_growing() says */
    bool raises;                /* the calls of the fast stage raised */

    /* What became of it: */
    refcheck_report report;
    suspect suspects[REFCHECK_MAX_FINDINGS];    /* of report.finding[], as made */
    volatile bool done;         /* it came to its end */
    bool started, timed_out, zygote_lives;
    int status;                 /* as waitpid() tells it */
    volatile pid_t child;       /* the stage under way */
    int counted;                /* calls that notices were counted in */
    char phase[40];             /* what it was about */
    char tail[8192];            /* the end of what it wrote to stderr */

    /* Of the session: */
    char modules[MAX_MODULES][MAX_PATH];    /* files of the modules under test */
    int nmodules;
} shared;

extern shared *rc_shared;

void rc_phase(const char *name);
/* A new finding in the report, or NULL when it is full: it is counted as left
   out then.  Safe in a handler. */
refcheck_finding *rc_new_finding(refcheck_verdict kind, refcheck_what what,
                                 const char *type);
void rc_suspect_block(const refcheck_finding *finding, const block *b);
void rc_suspect_older(const refcheck_finding *finding, PyObject *object,
                      double drift);
/* Adds to the report's note. */
void rc_note(const char *sentence);
/* What the allocator noticed; equal ones are counted together. */
void rc_notice(refcheck_verdict kind, const block *b, int64_t times);
/* NULL without an exception, or a result with one: Python's words for it. */
void rc_broken_contract(const char *message);
void rc_set_string(char *to, size_t size, const char *from);
/* One more call for the line of what was found already: whatever goes wrong in
   it is no finding and no error. */
void rc_begin_replay(void);
bool rc_is_replay(void);
/* Runs it in a process of its own, which may die (false); what it writes to the
   shared report stays, the number of calls apart. */
bool rc_apart(void (*run)(void *arg), void *arg);
/* This process is the checker's own; one that the statement forks is not, and its
   end is nobody's concern. */
void rc_own_process(void);
bool rc_is_own_process(void);
/* Ends the process: nothing could be measured. */
void rc_fail(const char *format, ...)
    __attribute__((format(printf, 1, 2), noreturn));

/* --- crash.c -------------------------------------------------------------- */

void crash_install(void);

/* --- interpreter.c -------------------------------------------------------- */

void interpreter_start(bool watched);
void interpreter_load(const refcheck_options *options);
void interpreter_prepare(const refcheck_options *options);
void interpreter_call(void);
/* One call that may raise whatever it likes: did it?  What it said against the
   exception contract is in `broken`, else "". */
bool interpreter_try(char *broken, size_t size);
/* Does Python say in `text` that NULL came without an exception, or a result
   with one? */
bool contract_is_broken(const char *text);
void interpreter_settle(void);
long interpreter_allocated_blocks(void);
PyObject *interpreter_namespace(void);      /* borrowed */
PyObject *interpreter_object(const char *name);     /* borrowed, or NULL */

/* --- child.c: the stages; zygote.c, supervisor.c: who runs them ------------- */

void child_run(stage stage, const refcheck_options *options)
    __attribute__((noreturn));
/* Is all that was found a change of freed blocks? */
bool child_lacks_a_line(const refcheck_report *report);
void child_plain(const refcheck_options *options) __attribute__((noreturn));
void zygote_run(int socket, const refcheck_options *options)
    __attribute__((noreturn));
/* Starts the process that runs all others: it takes a byte from pair[1] for each
   stage of rc_shared, and answers with one.  -1: it could not be forked. */
pid_t supervisor_start(const int pair[2], const refcheck_options *options);

/* --- ends.c: what the end of a stage means ------------------------------------ */

/* Nothing can be measured, in one line; returns -1. */
int end_fail(refcheck_report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* What of stderr tells most. */
void end_message(char *line, size_t size);
/* Is there a result of the stage in rc_shared?  -1: report->error says why not. */
int end_check(refcheck_report *report, const char *message);

/* --- ledger/symbolize.c ---------------------------------------------------------- */

/* Fills in file, line and function of each place that has an offset. */
void symbolize(const shared *run, refcheck_report *report);
/* Findings that differ by the machine address only are one: a loop that the
   compiler unrolled has one line. */
void symbolize_merge(refcheck_report *report);

#endif /* REFCHECK_PROCESS_H */
