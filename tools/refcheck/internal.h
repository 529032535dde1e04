/* What the files of refcheck share; none of it is for users.

   process/session.c is the caller's side.  It talks to supervisor.c, a process that
   starts and ends all others; zygote.c is the process with the interpreter,
   whose forks, child.c, make the calls.  In these, memory/ sees every block come
   and go, objects/ tells which blocks are objects, counts their references
   between calls and judges, and ledger/ knows the lines. */
#ifndef REFCHECK_INTERNAL_H
#define REFCHECK_INTERNAL_H

#include "tools/refcheck/base.h"
#include "tools/refcheck/ledger/ledger.h"
#include "tools/refcheck/memory/memory.h"
#include "tools/refcheck/objects/objects.h"
#include "tools/refcheck/process/process.h"
#include "tools/refcheck/sweep/failing.h"

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

/* --- immortal.c: references to None, small ints, interned strings ------------ */

/* As the census: between rounds.  What it finds is in the report at once. */
void immortal_begin(void);
void immortal_round(int calls);
bool immortal_grows(void);
void immortal_report(bool growth);
/* Says in the report's note what cannot be seen without shim.h. */
void immortal_note(void);

/* --- describe.c ---------------------------------------------------------- */

enum { REFCHECK_WHERE = 320 };

const char *signal_name(int number);     /* "SIGSEGV" */
/* "leaky.c:12", or without debug information "mymod.so+0x1139 (run)". */
void describe_where(const refcheck_place *place, char where[REFCHECK_WHERE]);

#endif /* REFCHECK_INTERNAL_H */
