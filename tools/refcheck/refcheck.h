/* refcheck: what became of every reference?

   Runs a Python statement that calls an extension module, again and again, in
   a child process with an embedded interpreter, and says whether the module
   leaks, over-releases or uses what it has freed.  It needs no debug build of
   CPython and no special build of the extension; with -g it names the lines.

   What it does not do: it cannot see references to immortal objects (None,
   small ints and interned strings from CPython 3.12 on), memory taken with
   mmap(), uninitialized reads or data races; and free-threaded builds are not
   supported.

   A bug is a result: it comes back in the report.  An error means that
   nothing could be measured, and says why. */
#ifndef REFCHECK_H
#define REFCHECK_H

#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a check can say, the milder first: where it finds several things, the
   verdict is the gravest.  refcheck_verdict_name() gives the words. */
typedef enum {
    REFCHECK_CLEAN,
    REFCHECK_LEAK,              /* memory or references are never given back */
    REFCHECK_OVER_RELEASE,      /* a reference was released that was not owned */
    REFCHECK_WRONG_FAMILY,      /* PyMem memory freed by free(), say */
    REFCHECK_OUT_OF_BOUNDS,     /* written or read past the end of a block */
    REFCHECK_DOUBLE_FREE,       /* one block freed twice */
    REFCHECK_USE_AFTER_FREE,    /* a freed object or block was read or written */
    REFCHECK_CRASH,             /* the process died of a signal */
} refcheck_verdict;

/* What a finding is about. */
typedef enum {
    REFCHECK_OBJECT,            /* an object that the call itself made */
    REFCHECK_REFERENCE,         /* references to an object older than the call */
    REFCHECK_MEMORY,            /* a block of memory that is no object */
} refcheck_what;

/* A place in the module under test.  Strings are empty and line is 0 where
   the place is not known: no -g, or nothing of the module on the stack. */
typedef struct {
    uintptr_t offset;           /* address within the module's file, 0: unknown */
    char file[256];             /* as the compiler was given it */
    int line;
    char function[64];          /* the module's function */
    char api[64];               /* what it called there, "PyList_New" say */
} refcheck_place;

typedef struct {
    refcheck_verdict kind;
    refcheck_what what;
    /* The object's type ("bytes"), or for memory what gave it: "malloc block",
       "PyMem_Raw block", "PyMem block", "PyObject block".  For a crash "NULL"
       where a NULL pointer was followed, else "". */
    char type[80];
    double per_call;            /* objects, references or blocks a call, > 0 */
    double bytes_per_call;      /* bytes they take, 0 for references */
    int signal;                 /* of a crash, else 0 */
    /* `used`: where it was used after its end, or released again; where the
       process died; for references, where one was taken or released without
       a counterpart. */
    refcheck_place made, freed, used;
    /* Where the finding is only a consequence: the type of what keeps it.  A
       leaked list keeps its items; the list is the finding to mend. */
    char kept_by[80];
} refcheck_finding;

enum { REFCHECK_MAX_FINDINGS = 24 };

/* The same statement, run without the checker: what its author would see. */
typedef struct {
    int ran;                    /* 0: it was not run, all else is 0 */
    int calls;                  /* completed */
    int signal;                 /* that ended it, or 0 */
    double blocks_per_call;     /* growth of sys.getallocatedblocks() */
    char message[200];          /* the exception that ended it, or the last
                                   line on stderr, or "" */
} refcheck_plain;

typedef struct {
    refcheck_verdict verdict;
    int calls;                  /* measured, warm-up included */
    int found;                  /* findings in use */
    refcheck_finding finding[REFCHECK_MAX_FINDINGS];   /* causes first */
    int left_out;               /* more findings than there is room for */
    refcheck_plain plain;       /* run only where something was found */
    char python[32];            /* "3.11.2" */
    int python_debug;           /* 1: a debug build */
    char error[600];            /* why nothing could be measured, else "" */
} refcheck_report;

/* Zero means the default. */
typedef struct {
    const char *module;     /* file of the extension; it is bound to `m`.
                               NULL: the setup may import one as `m`, from a
                               package say; without, nothing gets a line */
    const char *setup;      /* Python source, run once; NULL: none */
    const char *statement;  /* Python source, run again and again */
    const char *raises;     /* the exception that the statement must raise,
                               "TypeError" say; NULL: none */
    int warmup;             /* calls before the first reading (3) */
    int rounds;             /* readings that must agree (3) */
    int calls;              /* calls a round (4) */
    double timeout;         /* seconds for one child process (60) */
    int show_output;        /* 1: do not silence the statement's stdout */
} refcheck_options;

/* Checks one statement.  Strings stay the caller's; *report is filled in.
   Returns 0 when it was measured, whatever the verdict, and -1 when it could
   not be: report->error then holds one sentence.  Forks: call it from a
   process without threads and without an interpreter of its own. */
int refcheck_run(const refcheck_options *options, refcheck_report *report);

/* "clean", "leak", "over-release", "use after free", ... Never NULL. */
const char *refcheck_verdict_name(refcheck_verdict verdict);

/* Writes a finding as one sentence without a full stop: "leaks 1 bytes object
   a call (44 bytes), made at leaky.c:15 by PyBytes_FromString".  Like
   snprintf(), it returns the length that it wanted. */
int refcheck_describe(const refcheck_finding *finding, char *buffer,
                      size_t size);

/* "leaky.c" of "cookbook/leaky.c": the name by which reports call a file. */
const char *refcheck_basename(const char *path);

/* Reports as JSON: the head, then one object a check, separated by commas, then
   "]}".  tools/refcheck/README.md says what the fields hold. */

/* Opens the document: the Python it was, why all was skipped (NULL: it was
   not), and the list "checks". */
void refcheck_write_json_head(FILE *file, const char *skipped);

/* One check.  The labels, {"test", "Name"} say, come first in its object;
   `passed`: was it as its test expected? */
typedef struct {
    const char *name;
    const char *value;
} refcheck_label;

void refcheck_write_json(FILE *file, const refcheck_options *options,
                         const refcheck_report *report,
                         const refcheck_label *labels, int nlabels,
                         int passed);

#ifdef __cplusplus
}
#endif
#endif /* REFCHECK_H */
