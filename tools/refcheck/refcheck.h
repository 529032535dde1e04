/* refcheck: what became of every reference?

   Runs a Python statement that calls an extension module, again and again, in
   child processes with an embedded interpreter, and says whether the module
   leaks, over-releases or uses what it has freed, which object it was, and
   which lines took and gave back its references.  It needs no debug build of
   CPython and no special build of the extension; with -g it names the lines.

   What it does not do: it sees references to immortal objects (None, small
   ints and interned strings from CPython 3.12 on) only where the extension is
   compiled with shim.h; it does not see reads of uninitialized memory, unless
   a pointer from there is followed, or data races; and free-threaded builds
   are not supported.

   A bug is a result: it comes back in the report.  An error means that
   nothing could be measured, and says why. */
#ifndef REFCHECK_H
#define REFCHECK_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a check can say, the milder first: where it finds several things, the
   verdict is the gravest.  refcheck_verdict_name() gives the words. */
typedef enum {
    REFCHECK_CLEAN,
    REFCHECK_GROWS,             /* what the statement itself keeps, grows: no bug
                                   of the module can be told from it */
    REFCHECK_LEAK,              /* objects, references, descriptors or threads
                                   are never given back */
    REFCHECK_MEMORY_LEAK,       /* blocks or mappings that are no object are not */
    REFCHECK_BUFFER_EXPORTED,   /* a Py_buffer was not released */
    REFCHECK_EXCEPTION_CONTRACT,    /* NULL without an exception, or a result
                                       with one */
    REFCHECK_OVER_RELEASE,      /* a reference was released that was not owned */
    REFCHECK_WRONG_ALLOCATOR,   /* PyMem memory freed by free(), say */
    REFCHECK_OUT_OF_BOUNDS,     /* written or read past the end of a block */
    REFCHECK_DOUBLE_FREE,       /* one block freed twice */
    REFCHECK_USE_AFTER_FREE,    /* a freed object or block was read or written */
    REFCHECK_ABORT,             /* the process gave up: a fatal Python error, an
                                   assertion */
    REFCHECK_CRASH,             /* the process died of another signal */
    REFCHECK_UNMEASURABLE,      /* nothing could be measured: see `error` */
} refcheck_verdict;

/* What a finding is about. */
typedef enum {
    REFCHECK_OBJECT,            /* an object that the call itself made */
    REFCHECK_REFERENCE,         /* references to an object older than the call */
    REFCHECK_MEMORY,            /* memory that is no object */
    REFCHECK_RESOURCE,          /* a file descriptor or a thread */
} refcheck_what;

/* A place in the module under test.  Strings are empty and line is 0 where
   the place is not known: no -g, or nothing of the module on the stack. */
typedef struct {
    uintptr_t offset;           /* address within the module's file, 0: unknown */
    char library[64];           /* the module's file, without its folder */
    char file[256];             /* as the compiler was given it */
    int line;
    char function[64];          /* the module's function */
    char api[64];               /* what it called there, "PyList_New" say */
    char source[120];           /* the line itself, where the file can be read */
} refcheck_place;

/* What a step did to the references of one object. */
typedef enum {
    REFCHECK_BEFORE,            /* the count before the call */
    REFCHECK_MADE,              /* a new object, one reference */
    REFCHECK_TAKEN,
    REFCHECK_GIVEN,             /* given back */
    REFCHECK_FREED,             /* the last one was given back: it is gone */
    REFCHECK_USED,              /* used, or given back, after it was gone */
    REFCHECK_AFTER,             /* the count after the call */
} refcheck_change;

/* One line of a ledger.  Without a place (offset 0), Python did it, outside the
   module; several such steps in a row are one. */
typedef struct {
    refcheck_change what;
    int change;                 /* +1, -1, +2, ...; 0 for BEFORE and AFTER */
    int64_t count;              /* references after the step, 0: it is gone */
    refcheck_place place;
} refcheck_step;

typedef struct {
    refcheck_verdict kind;
    refcheck_what what;
    /* The object's type ("bytes"), or for memory what gave it: "malloc block",
       "PyMem_Raw block", "PyMem block", "PyObject block", "memory mapping"; for
       a resource "file descriptor", "thread".  For a crash "NULL" where a NULL
       pointer was followed, "unset" where it was one that memory held before
       anything was written to it, "stack" where the stack overflowed, else "". */
    char type[80];
    char repr[64];              /* of the object, shortened; "" where it is gone */
    char name[80];              /* how the statement reaches an older object:
                                   "fresh", "m.label", "names[0]"; for what
                                   grows, what it is still reachable from; or "" */
    double per_call;            /* objects, references or blocks a call, > 0 */
    double bytes_per_call;      /* bytes they take, 0 for references */
    int nth;                    /* of the objects of this type that one call makes
                                   by made.api: which, from 1; 0: unknown */
    int signal;                 /* of a crash or an abort, else 0 */
    char message[200];          /* of an abort or a broken contract, else "" */
    /* `used`: where it was used after its end, or released again; where the
       process died; for references, where one was taken or released without
       a counterpart. */
    refcheck_place made, freed, used;
    /* Where the finding is only a consequence: the type of what keeps it.  A
       leaked list keeps its items; the list is the finding to mend. */
    char kept_by[80];
    int past_end;               /* 1: not in it, but written past its end */
    int failing;                /* it takes a failing allocation: which of the
                                   call's, from 1; 0: it takes none */
    refcheck_place failed;      /* where that one was asked for */
    int first_step, steps;      /* its ledger, in the report's `step` */
} refcheck_finding;

enum { REFCHECK_MAX_FINDINGS = 24, REFCHECK_MAX_STEPS = 160 };

/* The same statement, run without the checker: what its author would see. */
typedef struct {
    int ran;                    /* 0: it was not run, all else is 0 */
    int calls;                  /* completed */
    int signal;                 /* that ended it, or 0 */
    double blocks_per_call;     /* growth of sys.getallocatedblocks() */
    char message[200];          /* the exception that ended it, or the last
                                   line on stderr, or "" */
} refcheck_plain;

/* Every allocation that the module makes in one call, directly or through the
   API, failed once, in turn.  What that showed are findings with `failing`. */
typedef struct {
    int ran;                    /* 0: not asked for, or the call has a bug already */
    int tried;
    int survived;               /* of these: nothing was lost, nothing crashed */
    int raised;                 /* of these: an exception told the caller */
    refcheck_place first;       /* the first allocation that was not survived */
} refcheck_sweep;

typedef struct {
    refcheck_verdict verdict;
    int calls;                  /* measured, warm-up included */
    char raised[200];           /* what each call raised: "TypeError: ...", or "" */
    char note[200];             /* what could not be done, and why: "no ledger:
                                   ...", "built without -g: ..."; or "" */
    refcheck_sweep sweep;
    refcheck_plain plain;
    char python[32];            /* "3.11.2" */
    int python_debug;           /* 1: a debug build */
    char error[600];            /* why nothing could be measured, else "" */
    int left_out;               /* more findings than there is room for */
    /* The ledger of the object that was to be followed, where nothing is wrong
       with it: see refcheck_options.follow. */
    int first_followed, followed;
    int found;                  /* findings in use; the rest is not filled in */
    refcheck_finding finding[REFCHECK_MAX_FINDINGS];   /* causes first */
    int steps;                  /* ledger steps in use */
    refcheck_step step[REFCHECK_MAX_STEPS];
} refcheck_report;

/* Zero means the default. */
typedef struct {
    /* Read once, when a session is opened: */
    const char *module;     /* file of an extension; it is bound to `m`. NULL:
                               the setup imports what it needs */
    const char *path;       /* folders to import from, before all others, with
                               colons between them; an empty one is the current
                               folder */
    const char *setup;      /* Python source, run once; NULL: none.  The modules
                               that it binds are under test: they get lines */
    double timeout;         /* seconds for one run of all calls (60) */
    int show_output;        /* 1: do not silence the statement's stdout */

    /* Read for each check: */
    const char *statement;  /* Python source, run again and again */
    const char *raises;     /* the exception that the statement must raise,
                               "TypeError" say; NULL: it may raise any, in
                               every call, or none */
    int warmup;             /* calls before the first reading (3) */
    int rounds;             /* readings that must agree (3) */
    int calls;              /* calls a round (4) */
    int allocations;        /* 1: let each allocation fail, too */
    int plain;              /* 1: run what has a finding without the checker, too */
    int quick;              /* 1: a first look, for many statements: what it finds is
                               not confirmed by a long run and has no lines */
    /* A finding of another check whose object is looked up in this one, so that
       its ledger is there although nothing is wrong with it; NULL: none. */
    const refcheck_finding *follow;
} refcheck_options;

/* An interpreter that was started, with the setup run, in which statements are
   checked one after the other; each in a process of its own. */
typedef struct refcheck_session refcheck_session;

/* Opens a session.  Strings stay the caller's, and may go when it returns.
   NULL: nothing can be measured; report->error then holds one sentence.  Forks:
   call it from a process without an interpreter of its own. */
refcheck_session *refcheck_open(const refcheck_options *options,
                                refcheck_report *report);

/* Checks one statement; *report is filled in.  Returns 0 when it was measured,
   whatever the verdict, and -1 when it could not be: the verdict is then
   REFCHECK_UNMEASURABLE, and report->error holds one sentence. */
int refcheck_check(refcheck_session *session, const refcheck_options *options,
                   refcheck_report *report);

/* Ends its processes.  NULL is allowed. */
void refcheck_close(refcheck_session *session);

/* Opens a session for one check.  Returns what refcheck_check() does. */
int refcheck_run(const refcheck_options *options, refcheck_report *report);

/* "clean", "leak", "over_release", "use_after_free", ... as in JSON. Never NULL. */
const char *refcheck_verdict_name(refcheck_verdict verdict);
/* The same for people: "over-release", "use after free". */
const char *refcheck_verdict_words(refcheck_verdict verdict);

/* Writes a finding as one sentence without a full stop: "leaks 1 bytes object
   a call (44 bytes), made at leaky.c:15 by PyBytes_FromString".  Like
   snprintf(), it returns the length that it wanted. */
int refcheck_describe(const refcheck_finding *finding, char *buffer,
                      size_t size);

/* Writes a report for people: what was found, and what was run. */
void refcheck_print(FILE *file, const refcheck_report *report);

/* "clean", or "clean (each call raises TypeError: ...)", without a newline. */
void refcheck_print_verdict(FILE *file, const refcheck_report *report);

/* Only what was found, each line after `indent`: the findings, their ledgers with
   the lines of source, what could not be done.  Nothing where there is nothing. */
void refcheck_print_findings(FILE *file, const refcheck_report *report,
                             const char *indent);

/* "leaky.c" of "cookbook/leaky.c": the name by which reports call a file. */
const char *refcheck_basename(const char *path);

/* Reports as one JSON document; tools/refcheck/README.md says what the fields
   hold.  Make one, add checks, write it. */
typedef struct refcheck_json refcheck_json;

typedef struct {
    const char *name;
    const char *value;
} refcheck_label;

/* `skipped`: why nothing was run, or NULL.  NULL: there is no memory. */
refcheck_json *refcheck_json_new(const char *skipped);

/* Adds one check.  The labels, {"test", "Name"} say, come first in its object;
   `passed`: was it as its test expected?  -1: there is no memory. */
int refcheck_json_add(refcheck_json *json, const refcheck_options *options,
                      const refcheck_report *report,
                      const refcheck_label *labels, int nlabels, int passed);

/* Adds one run without the checker, of which the labels say everything: an object
   under "runs".  -1: there is no memory. */
int refcheck_json_add_run(refcheck_json *json, const refcheck_label *labels,
                          int nlabels);

/* Writes the document to `path` ("-": stdout) and gives its memory back.
   -1: it could not be written, and errno says why. */
int refcheck_json_write(refcheck_json *json, const char *path);

#ifdef __cplusplus
}
#endif
#endif /* REFCHECK_H */
