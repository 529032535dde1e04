/* What the files of refcheck share; none of it is for users.

   session.c is the caller's side.  It talks to supervisor.c, a process that
   starts and ends all others; zygote.c is the process with the interpreter,
   whose forks, child.c, make the calls.  In these, hooks.c sees every block
   come and go, arena.c holds them, objects.c tells which blocks are objects,
   census.c counts them between calls, crash.c explains a death. */
#ifndef REFCHECK_INTERNAL_H
#define REFCHECK_INTERNAL_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tools/refcheck/refcheck.h"

#ifdef Py_GIL_DISABLED
#error "refcheck does not support free-threaded builds of CPython yet"
#endif

/* --- arena.c: every block of the PyMem domains and of malloc() ----------- */

typedef enum { FAMILY_RAW, FAMILY_MEM, FAMILY_OBJ, FAMILY_LIBC } family;

typedef enum {
    BLOCK_FREE,
    BLOCK_LIVE,
    BLOCK_QUARANTINED,          /* freed, poisoned, not to be reused yet */
} block_state;

enum { NO_OBJECT = 255 };

/* Stands before every block.  `offset` is where in the block its object
   starts (behind the collector's head, say), or NO_OBJECT. */
typedef struct block {
    uint32_t magic;
    uint8_t family;
    uint8_t state;
    uint8_t offset;
    int8_t rounds_up, rounds_down;  /* census: in how many the count moved */
    bool counted;                   /* a census has seen it */
    uint8_t spare[6];
    uint64_t total;                 /* bytes to the next block */
    uint64_t size;                  /* bytes asked for */
    uint64_t serial;                /* nth allocation of the process */
    uint32_t made, freed;           /* sites */
    const char *type;               /* name, once it is known */
    struct block *next;             /* free list or quarantine */
    int64_t count;                  /* reference count at the last census */
    int32_t drift;                  /* what it gained over all rounds */
    uint32_t order;                 /* nth of its site in its call, 0: unknown */
} block;
_Static_assert(sizeof(block) % 16 == 0, "payloads are aligned to 16 bytes");

static inline char *
block_payload(const block *b)
{
    return (char *)(b + 1);
}

const char *family_type(family f);      /* "malloc block" */

int arena_reserve(void);                /* -1: no address space */
block *arena_alloc(family f, size_t size, uint32_t made);   /* NULL: full */
/* The same, for an object at `offset` that is to be watched: its count ends a
   page on which nothing else will stand. */
block *arena_alloc_apart(family f, size_t size, uint32_t made, size_t offset);
block *arena_block(void *p);            /* NULL: p is no block's payload */
bool arena_is_intact(const block *b);   /* nothing was written past its end */
void arena_reuse(block *b);
/* From now on no new block stands on an old one's page: see watch.c. */
void arena_reuse_nothing(void);
void arena_quarantine(block *b);
void arena_check_quarantine(void);      /* notices what was changed there */
uint64_t arena_serial(void);            /* of the last block; 0: no arena */
bool arena_owns(const void *p);
bool arena_readable(const void *p, size_t size);

/* Walks all blocks: for (block *b = NULL; (b = arena_next(b)) != NULL; ) */
block *arena_next(block *b);

/* The freed block that `word`, read from a register, was the poison of. */
const block *arena_poisoned(uint64_t word);

/* --- hooks.c: in place of malloc() and free() ---------------------------- */

/* Takes over the PyMem domains.  Call between Py_PreInitialize() and
   Py_InitializeFromConfig().  -1: no address space. */
int hooks_install(void);
void *hook_malloc(family f, size_t size);
void *hook_calloc(family f, size_t n, size_t size);
void *hook_realloc(family f, void *p, size_t size);
void hook_free(family f, void *p);
bool hook_owns(const void *p);
/* "PyMem_Malloc" for the hook that serves it, NULL for other functions. */
const char *hook_api(uintptr_t function);

/* The window is open while the statement runs, in the thread that runs it:
   then libc's malloc() is watched too, and from now on, where switched on: */
void window_open(void);
void window_close(void);
bool window_is_open(void);
/* Where the statement is, while the window is open and sites are wanted; else 0. */
uint32_t hook_site(void);
void hooks_quarantine(bool on);     /* what is freed is kept from reuse */
void hooks_fence(bool on);          /* each block stands on pages of its own */
void hooks_trace(bool on);          /* blocks remember who made and freed them */

/* --- fence.c: one block, one set of pages -------------------------------- */

void *fence_alloc(family f, size_t size, uint32_t made);    /* NULL: full */
bool fence_owns(const void *p);
block *fence_block(const void *p);      /* its header is kept elsewhere */
char *fence_payload(const block *b);
void fence_free(block *b);

/* --- site.c: places in the module under test ----------------------------- */

/* A site is a pair of code addresses, numbered: the innermost return address
   in the module, and the address in what it called. 0: none. */
enum { MAX_SITES = 1 << 14 };
typedef struct {
    uintptr_t pc;               /* in the module */
    uintptr_t callee;           /* in what the module called, 0: nothing */
} site;

/* The number of the module whose code this is, from 1; 0: none. */
int site_module(uintptr_t pc);
/* The pointer that stands there in a module's data; 0: it is no such place. */
uintptr_t site_slot(uintptr_t slot);
/* Numbers differ from process to process, sites do not. */
site site_of(uint32_t number);
uint32_t site_number(site s);
void site_watch_module(const char *path);   /* once it is loaded */
uint32_t site_here(void);
void site_place(uint32_t site, refcheck_place *place);
/* Where a block was freed. */
void site_place_freed(const block *b, refcheck_place *place);
/* A place that is known by its address alone. */
void site_place_at(uintptr_t pc, refcheck_place *place);
/* The site of the instruction at `pc`, at which a signal handler was called. */
uint32_t site_of_signal(uintptr_t pc);
/* The same where the instruction, a write, has just been done; was it done
   within one of these functions (a list that ends in 0)? */
uint32_t site_of_write(uintptr_t behind, const uintptr_t *functions,
                       bool *within);

/* A call from the module into a library.  While it runs, `from` stays the same;
   `inner` is that of the frames between it and the allocator, or the next such
   call within it, and never 0. */
typedef struct {
    uint64_t from, inner;
    uintptr_t pc, frame;        /* where it returns to, and with which stack */
} site_call;

enum { SITE_CALLS = 8 };

/* Those that are under way: Python that the module calls may call it, too. */
typedef struct {
    int n;
    site_call call[SITE_CALLS];     /* the innermost first */
} site_calls;

/* As site_here(), with all calls that are under way. */
uint32_t site_calls_here(site_calls *calls);
/* As in refcheck_place, of the call that returns to `pc`. */
uintptr_t site_offset(uintptr_t pc);

/* --- return.c: a call from the module comes back -------------------------- */

typedef struct {
    bool known;                 /* it is watched; else all is false */
    bool returned;
    bool raised;                /* an exception was set then, and it was */
    bool raised_system_error;   /* Python's word on a broken contract */
    uintptr_t value;            /* what it returned */
    uint64_t serial;            /* arena_serial() then */
} return_state;

/* Fills in *state when the call returns to `pc`. */
void return_watch(uintptr_t pc, uintptr_t frame, return_state *state);
/* What was for `from` goes to `to` from now on. */
void return_move(return_state *from, return_state *to);
void return_forget(const return_state *state);
void return_unwatch(void);      /* all of them */

/* --- failing.c: one allocation of the call gives NULL --------------------- */

enum { FAILING_MAX = 1000 };    /* allocations that are recorded */

typedef enum {
    FAILING_RECORD,             /* none fails: which are there? */
    FAILING_FOLLOW,             /* one fails where the record says */
    FAILING_COUNT,              /* it is counted up to the one that fails */
} failing_mode;

/* In memory that outlives the process: what was known when it died. */
typedef struct {
    refcheck_place place;       /* of the allocation, once it has failed */
    return_state end;           /* of the API call that asked for it */
    uintptr_t under_way[SITE_CALLS];    /* and of all around it: their offsets */
} failing_witness;

typedef struct {
    uint32_t count;             /* allocations with the module on the stack */
    uint32_t site;              /* of the one that failed; 0: none did */
} failing_outcome;

/* From here on the `nth` allocation, from 1, that is made with the module on
   the stack fails. */
void failing_begin(failing_mode mode, uint32_t nth, failing_witness *witness);
failing_outcome failing_end(void);
/* What the API calls had made that were under way when it failed is not asked
   about in this census. */
void failing_excuse(void);
/* In each interpreter_call() from now on it fails. */
void failing_repeat(uint32_t nth);
bool failing_repeated(void);
/* From interpreter.c: a call begins. */
void failing_new_call(void);
bool failing_counts(void);
/* From the hook: shall this one fail?  Sets its site, where it was looked up. */
bool failing_next(uint32_t *site);

/* --- call.c: what an instruction calls -------------------------------------- */

/* The function outside the module that the call before a return address calls;
   0: it cannot be told. */
uintptr_t call_target(uintptr_t return_address);

/* --- objects.c: which blocks are objects, and their counts --------------- */

void objects_refresh(void);     /* libraries were loaded */
/* The object in a block, or NULL; sets the block's offset and type.  The block
   of a fence has its payload elsewhere. */
PyObject *object_in(block *b);
PyObject *object_at(block *b, const char *payload);
block *object_block(const PyObject *object);    /* NULL: a static one */
const char *object_type_name(PyObject *object);
int64_t object_count(PyObject *object);     /* < 0: immortal */
/* Raises the counts of all live objects by so much that none reaches zero
   within a check; only those in blocks are raised. */
enum { OBJECT_BIAS = 1 << 20 };
void objects_bias(void);
typedef void (*object_visitor)(PyObject *object, void *arg);
void objects_visit_static(object_visitor visit, void *arg);
/* The data of all libraries. */
void objects_visit_segments(void (*visit)(const char *low, const char *high));

/* --- census.c: counting between rounds ----------------------------------- */

void census_begin(void);
void census_round(int calls);     /* since the last reading */
/* Does anything grow or shrink in every round? */
typedef struct {
    bool up, down;
} census_moves;
census_moves census_look(void);
/* Notes what grew in a long run, for another process: there, what grows in a few
   calls only is left out of account. */
void census_confirm(void);
void census_leave_out_unconfirmed(void);
/* What was born with one of these serials is not asked about until the next
   census_begin(), nor is what only that keeps. */
void census_excuse(uint64_t first, uint64_t last);

/* --- resources.c: descriptors, threads and mappings ------------------------ */

/* The statement's threads get the time to come to their end. */
void threads_settle(void);
void resources_begin(void);
void resources_round(int calls);    /* since the last reading */
/* What grows in every round: bits, one for each sort; 0: nothing. */
unsigned resources_growing(void);
/* No more calls a round than `calls`, and than what grows lasts for. */
int resources_suffice_for(int calls, int rounds);
/* Before judge_report(), which may fill the report. */
void resources_report(unsigned growing, int calls);
/* And after it: what was reported there may hang on them. */
void resources_take_over(void);

/* --- judge.c: what the census means ---------------------------------------- */

/* Before the first round, so that what the statement keeps can be told from
   what is lost; without, all that grows is lost. */
void judge_begin(void);
/* Writes what it found into the shared report: what shrinks and, where
   `growth` is true, what grows. `calls`: in all rounds. */
void judge_report(bool growth, int calls);
/* The object of a finding about references; an example of one about new
   objects or memory.  NULL: it is of another kind. */
PyObject *judge_object(int finding);
const block *judge_example(int finding);

/* --- watch.c: who writes to one object's count ---------------------------- */

/* Called in a signal handler, after each write that changed the count, with the
   address behind the instruction. */
typedef void (*watch_listener)(uintptr_t behind, int64_t before, int64_t after);

/* Why nothing can be watched here, or NULL. */
const char *watch_refused(void);
/* One object at a time.  REFCHECK_WATCH=page: as where the kernel refuses
   hardware breakpoints; =none: as where nothing can be watched. */
void watch_begin(PyObject *object, watch_listener listener);
void watch_pause(bool paused);
void watch_stop(void);          /* from the listener: it has seen enough */
void watch_end(void);
/* From the crash handler: it was the watch's own fault, go on. */
bool watch_fault(const siginfo_t *info, void *ucontext);

/* --- record.c: what happens to one object in one call --------------------- */

/* How the object of a finding is found again in one more call. */
typedef struct {
    PyObject *older;            /* where it was there before, else NULL, */
    double drift;               /* and what a call adds to its count; or: */
    site made;
    uint32_t order;             /* of those that its site makes in one call, */
    uint8_t offset;             /* and where in its block it starts */
} suspect;

/* From interpreter.c: a call begins. */
void record_new_call(void);
/* From hooks.c: which of the blocks that a site makes in one call this is; is it
   waited for, and where in it will the object be; it is there; it is to be
   freed, and (true) wants to be told when that is done. */
uint32_t record_order(uint32_t made);
bool record_waits(uint32_t made, uint32_t order, size_t *offset);
void record_made(block *b);
bool record_frees(const block *b);
void record_freed(void);

/* From ledger.c: the next call is about the object that `s` describes, or about
   one that is there, and whose count is to be shown as `shown`. */
void record_wait(const suspect *s);
void record_older(PyObject *object, int64_t shown);
void record_end(void);                      /* the call is over, */
void record_died(uint32_t site);            /* or died there */
block *record_block(bool *gone);            /* NULL: it was not made */
/* The site of a release (`give`) or a take without a partner; 0: none. */
uint32_t record_unpaired(bool give, bool *is_buffer);
/* Makes steps of it, the last of them, where it was freed, at `used`. */
void record_write(const refcheck_place *used, int *first, int *steps);

/* --- ledger.c: every line that took or gave back a reference -------------- */

/* For each cause among the findings that is about an object: one more call, in
   a process of its own, with the object watched.  `report` is the shared one,
   its findings stand where they were made, and the process is the one that made
   them, or a fork of the same interpreter. */
void ledger_write(refcheck_report *report);
/* The same for the object that `wanted`, of another check, was about, where
   nothing is wrong: its steps go to `first_followed`. */
void ledger_follow(const refcheck_finding *wanted, refcheck_report *report);
/* From crash.c: the call under watch died. */
void ledger_died(uint32_t site);

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

/* --- reach.c: what is still reachable -------------------------------------- */

void reach_walk(int walk);      /* 1: before the rounds, 2: after them */
/* References from what is reachable that came between the walks. */
int64_t reach_gained(const PyObject *object);
bool reach_abandoned(const PyObject *object);
/* What it is reachable from, in words; NULL: nothing. */
const char *reach_root(const PyObject *object);

/* --- immortal.c: references to None, small ints, interned strings ------------ */

/* As the census: between rounds.  What it finds is in the report at once. */
void immortal_begin(void);
void immortal_round(int calls);
bool immortal_grows(void);
void immortal_report(bool growth);
/* Says in the report's note what cannot be seen without shim.h. */
void immortal_note(void);

/* --- names.c: words for the objects that were found -------------------------- */

void names_write(refcheck_report *report);
void names_repr(PyObject *object, char *buffer, size_t size);

/* --- sweep.c: each allocation of the call fails, in turn ------------------- */

/* Call in a child that is warmed up, with nothing wrong so far. */
void sweep_run(refcheck_report *report);

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

/* --- describe.c ---------------------------------------------------------- */

enum { REFCHECK_WHERE = 320 };

const char *signal_name(int number);     /* "SIGSEGV" */
/* "leaky.c:12", or without debug information "mymod.so+0x1139 (run)". */
void describe_where(const refcheck_place *place, char where[REFCHECK_WHERE]);

/* --- symbolize.c ---------------------------------------------------------- */

/* Fills in file, line and function of each place that has an offset. */
void symbolize(const shared *run, refcheck_report *report);

#endif /* REFCHECK_INTERNAL_H */
