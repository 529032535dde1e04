/* One allocation of a call fails: which, and which others belong to the same
   call of the API.

   Only what is made with the module under test on the stack counts, by itself
   or by the API for it: what the interpreter takes to run the statement is not
   the module's to survive.

   Exactly one fails, as CPython's own tests have it (set_nomemory(n, n + 1)).
   Where all later ones failed too, cleaning up would fail as well, in CPython
   before all, and what is lost then says little about the module.

   What a failing API call had made by then never reached the module: it is the
   API's to give back.  So calls are told apart.  A new one begins where the
   module calls from another line or another frame; and where an allocation
   comes the same way as the first of the current call, which is a loop's next
   turn.  It ends when it returns.

   A walk up the stack for each allocation of each call would make the cost of a
   sweep grow with the square of their number.  So one call is recorded, and in
   the others only two of them are looked at: the one that is to fail, and the
   first of the same API call. */
#include "tools/refcheck/internal.h"

#include <string.h>

typedef struct {
    uint32_t order;             /* nth of all allocations, the statement's own too */
    uint32_t first;             /* order of the first in the same API call */
    uint32_t site;
} recorded;

static struct {
    bool counts;
    failing_mode mode;
    uint32_t target;
    uint32_t order;
    site_call call;             /* the current one: as its first allocation */
    uint32_t first_order;
    uint64_t first_serial;
    failing_witness *witness;
    failing_outcome outcome;
} failing;

static recorded record[FAILING_MAX + 1];

void
failing_begin(failing_mode mode, uint32_t nth, failing_witness *witness)
{
    memset(&failing, 0, sizeof(failing));
    memset(witness, 0, sizeof(*witness));
    failing.mode = mode;
    failing.target = nth;
    failing.witness = witness;
    failing.counts = true;
}

static uint32_t repeated;

void
failing_repeat(uint32_t nth)
{
    repeated = nth;
}

bool
failing_repeated(void)
{
    return repeated != 0;
}

void
failing_new_call(void)
{
    static failing_witness nobody;
    if (repeated != 0) {
        failing_begin(FAILING_COUNT, repeated, &nobody);
    }
}

bool
failing_counts(void)
{
    return failing.counts;
}

/* The API call ends in which the allocation failed, if that was it. */
static void
end_call(void)
{
    failing_outcome *outcome = &failing.outcome;
    if (outcome->site != 0 && outcome->last == 0) {
        const return_state *end = &failing.witness->end;
        outcome->last = end->returned ? end->serial : arena_serial();
    }
}

static void
note_call(const site_call *here)
{
    if (here->from != failing.call.from || here->inner == failing.call.inner) {
        end_call();
        failing.call = *here;
        failing.first_order = failing.order;
        failing.first_serial = arena_serial() + 1;
    }
}

static void
fail(uint32_t site, const site_call *here)
{
    failing.outcome.site = site;
    failing.outcome.first = failing.first_serial;
    site_place(site, &failing.witness->place);
    if (!rc_is_replay()) {      /* a replay has traps of its own */
        return_watch(here->pc, here->frame, &failing.witness->end);
    }
}

/* Every allocation is looked at. */
static bool
count_next(uint32_t *site)
{
    site_call here;
    *site = site_call_here(&here);
    if (*site == 0) {
        return false;
    }
    note_call(&here);
    uint32_t n = ++failing.outcome.count;
    if (failing.mode == FAILING_RECORD && n <= FAILING_MAX) {
        record[n] = (recorded){failing.order, failing.first_order, *site};
    }
    if (failing.mode == FAILING_RECORD || n != failing.target) {
        return false;
    }
    fail(*site, &here);
    return true;
}

/* Only those are looked at that the record tells. */
static bool
follow_next(uint32_t *site)
{
    const recorded *r = &record[failing.target];
    site_call here;
    if (failing.order != r->first && failing.order != r->order) {
        return false;
    }
    *site = site_call_here(&here);
    if (failing.order == r->first) {
        failing.call = here;
        failing.first_serial = arena_serial() + 1;
    }
    if (failing.order != r->order || *site != r->site
        || here.from != failing.call.from) {
        return false;
    }
    fail(*site, &here);
    return true;
}

bool
failing_next(uint32_t *site)
{
    *site = 0;
    failing.order++;
    if (failing.outcome.site != 0) {
        if (failing.outcome.last == 0 && !failing.witness->end.known) {
            site_call here;
            *site = site_call_here(&here);
            note_call(&here);
        }
        return false;
    }
    return failing.mode == FAILING_FOLLOW ? follow_next(site)
                                          : count_next(site);
}

failing_outcome
failing_end(void)
{
    end_call();
    return_unwatch();
    failing.counts = false;
    return failing.outcome;
}
