/* Places in the module under test, and what happens there to one object. */
#ifndef REFCHECK_LEDGER_H
#define REFCHECK_LEDGER_H

#include "tools/refcheck/memory/memory.h"

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

/* --- call.c: what an instruction calls -------------------------------------- */

/* The function outside the module that the call before a return address calls;
   0: it cannot be told. */
uintptr_t call_target(uintptr_t return_address);

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

#endif /* REFCHECK_LEDGER_H */
