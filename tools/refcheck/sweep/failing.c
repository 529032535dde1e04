/* One allocation of a call fails: which, and what else was made by the calls of
   the API that were under way then.

   Only what is made with the module under test on the stack counts, by itself
   or by the API for it: what the interpreter takes to run the statement is not
   the module's to survive.

   Exactly one fails, as CPython's own tests have it (set_nomemory(n, n + 1)).
   Where all later ones failed too, cleaning up would fail as well, in CPython
   before all, and what is lost then says little about the module.

   What a call of the API had made when its allocation failed never reached the
   module: it is the API's to give back.  So calls are told apart: by line and
   frame, and a trap says when one returns.  Where there can be no trap, a new one
   begins, too, where an allocation comes the same way as the first of the current
   call: that is likely to be a loop's next turn.  There may be several, one within
   the other, where the module calls Python that calls the module.

   A walk up the stack for each allocation of each call would make the cost of a
   sweep grow with the square of their number.  So one call is recorded, and in
   the others only two of them are looked at: the one that is to fail, and the
   first of the same API call. */
#include "tools/refcheck/internal.h"

#include <string.h>

/* A call of the API that is under way. */
typedef struct {
    uint64_t from;
    uint64_t inner;             /* of its first allocation; 0: none yet */
    uint32_t number;            /* of all in this call of the statement */
    uint32_t first;             /* and that one's order */
    return_state end;
} api_call;

/* An allocation with the module on the stack. */
typedef struct {
    uint32_t order;             /* of all, the statement's own too */
    uint32_t first;             /* of the same API call */
    uint32_t site;
    uint64_t inner;             /* the way it came, as in site_call */
    uint64_t serial;
    int n;                      /* API calls under way, the outermost first */
    uint32_t calls[SITE_CALLS];
} allocation;

static struct {
    bool counts;
    failing_mode mode;
    uint32_t target;
    uint32_t order;
    uint32_t numbers;           /* of API calls */
    int n;
    api_call calls[SITE_CALLS];     /* the outermost first */
    uint64_t from;              /* in FAILING_FOLLOW: of the target's API call */
    uint64_t failed, last;      /* serials: before it failed, and when that call
                                   was over */
    uint32_t failed_call;
    failing_witness *witness;
    failing_outcome outcome;
} failing;

static allocation recorded[FAILING_MAX + 1], counted[FAILING_MAX + 1];

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

/* --- Which calls are under way ---------------------------------------------- */

/* Is it still the same call, in which this allocation is made? */
static bool
goes_on(const api_call *call, const site_call *now, bool innermost)
{
    if (call->from != now->from || call->end.returned) {
        return false;
    }
    return call->end.known || !innermost || call->inner != now->inner;
}

static void
track(const site_calls *here)
{
    int i = 0;
    for (; i < here->n && i < failing.n; i++) {
        const site_call *now = &here->call[here->n - 1 - i];
        if (!goes_on(&failing.calls[i], now, i == here->n - 1)) {
            break;
        }
    }
    for (int over = i; over < failing.n; over++) {
        return_forget(&failing.calls[over].end);
    }
    for (; i < here->n; i++) {
        const site_call *now = &here->call[here->n - 1 - i];
        api_call *call = &failing.calls[i];
        *call = (api_call){.from = now->from, .number = ++failing.numbers};
        if (!rc_is_replay()) {      /* a replay has traps of its own */
            return_watch(now->pc, now->frame, &call->end);
        }
    }
    failing.n = here->n;
    api_call *call = &failing.calls[failing.n - 1];
    if (call->inner == 0) {
        call->inner = here->call[0].inner;
        call->first = failing.order;
    }
}

static void
end_call(void)
{
    if (failing.outcome.site != 0 && failing.last == 0) {
        const return_state *end = &failing.witness->end;
        failing.last = end->returned ? end->serial : arena_serial();
    }
}

/* It has failed, and nobody says when its API call returns. */
static void
look_for_end(void)
{
    site_calls here;
    if (site_calls_here(&here) != 0) {
        track(&here);
        if (failing.calls[failing.n - 1].number != failing.failed_call) {
            end_call();
        }
    }
}

/* --- Which is to fail ------------------------------------------------------- */

static void
fail(uint32_t site, const site_calls *here)
{
    failing.outcome.site = site;
    failing.failed = arena_serial();
    failing.failed_call = failing.calls[failing.n - 1].number;
    site_place(site, &failing.witness->place);
    for (int i = 0; i < here->n; i++) {
        failing.witness->under_way[i] = site_offset(here->call[i].pc);
    }
    return_move(&failing.calls[failing.n - 1].end, &failing.witness->end);
}

static void
note(allocation *log, uint32_t site, uint64_t inner)
{
    allocation *a = &log[failing.outcome.count];
    *a = (allocation){
        .order = failing.order,
        .first = failing.calls[failing.n - 1].first,
        .site = site,
        .inner = inner,
        .serial = arena_serial() + 1,
        .n = failing.n,
    };
    for (int i = 0; i < failing.n; i++) {
        a->calls[i] = failing.calls[i].number;
    }
}

/* Every allocation is looked at. */
static bool
count_next(uint32_t *site)
{
    site_calls here;
    *site = site_calls_here(&here);
    if (*site == 0) {
        return false;
    }
    track(&here);
    if (++failing.outcome.count <= FAILING_MAX) {
        note(failing.mode == FAILING_RECORD ? recorded : counted, *site,
             here.call[0].inner);
    }
    if (failing.mode == FAILING_RECORD
        || failing.outcome.count != failing.target) {
        return false;
    }
    fail(*site, &here);
    return true;
}

/* Only those are looked at that the record tells. */
static bool
follow_next(uint32_t *site)
{
    const allocation *a = &recorded[failing.target];
    site_calls here;
    if (failing.order != a->first && failing.order != a->order) {
        return false;
    }
    *site = site_calls_here(&here);
    const uint64_t from = *site == 0 ? 0 : here.call[0].from;
    if (failing.order == a->first) {
        failing.from = from;
    }
    if (failing.order != a->order || *site != a->site || here.n != a->n
        || from != failing.from || here.call[0].inner != a->inner) {
        return false;
    }
    track(&here);
    fail(*site, &here);
    return true;
}

bool
failing_next(uint32_t *site)
{
    *site = 0;
    failing.order++;
    if (failing.outcome.site == 0) {
        return failing.mode == FAILING_FOLLOW ? follow_next(site)
                                              : count_next(site);
    }
    if (failing.last == 0 && !failing.witness->end.known) {
        look_for_end();
    }
    return false;
}

failing_outcome
failing_end(void)
{
    end_call();
    return_unwatch();
    failing.counts = false;
    return failing.outcome;
}

/* --- What is not the module's ----------------------------------------------- */

static bool
is_under_way(uint32_t call, const allocation *failed)
{
    for (int i = 0; i < failed->n; i++) {
        if (failed->calls[i] == call) {
            return true;
        }
    }
    return false;
}

void
failing_excuse(void)
{
    const bool follows = failing.mode == FAILING_FOLLOW;
    const allocation *log = follows ? recorded : counted;
    const allocation *failed = &log[failing.target];
    /* Each allocation before it has made a block. */
    const uint64_t start = failing.failed - (failed->order - 1);
    for (const allocation *a = log + 1; a < failed; a++) {
        const uint64_t serial = follows ? start + a->order : a->serial;
        if (is_under_way(a->calls[a->n - 1], failed)) {
            census_excuse(serial, serial);
        }
    }
    census_excuse(failing.failed + 1, failing.last);
}
