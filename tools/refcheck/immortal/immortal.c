/* Immortal objects: None, True, small ints, interned strings from CPython 3.12 on.

   Their counts do not move.  A module that was compiled with shim.h tells of
   each reference to one that it takes or gives away, and what it holds is added
   up here, object by object: where it holds more after every round, references
   are lost.

   Not so where they are found in memory: a list of the statement's that grows
   by None each time is no leak.  And not where a reference may have gone another
   way: silence is better than a false alarm.  For that reason nothing is said
   of a module that holds less each time.  It may come by new references that
   shim.h does not know of, and Python does no harm to who returns None without
   taking one. */
#include "tools/refcheck/immortal/relay.h"

#include <string.h>

#include "tools/refcheck/shim/hooks.h"

enum {
    SLOTS = 1 << 11,            /* a power of two */
    MAX_OBJECTS = SLOTS / 2,
    EVENTS = 1 << 12,           /* a power of two */
};

typedef struct {
    PyObject *object;           /* NULL: the slot is free */
    int64_t held;               /* references that the module has taken and not
                                   given away */
    int64_t last;               /* the same, at the last reading */
    int64_t stored, stored_last;    /* words of memory that point to it */
    int64_t drift;              /* references that it lost */
    int rounds_up;
} immortal;

typedef struct {
    PyObject *object;
    const char *api, *function, *file;
    uintptr_t pc;
    int line, change;
    int call;                   /* which one */
} event;

static struct {
    immortal objects[SLOTS];
    int nobjects;
    event events[EVENTS];       /* the last ones */
    uint64_t nevents;
    int rounds, calls;
    bool counts;                /* between the first reading and the last */
    bool stored_known;
    bool unsure, shimmed;
} immortals;

void
immortal_unsure(void)
{
    immortals.unsure = true;
}

void
immortal_shimmed(void)
{
    immortals.shimmed = true;
}

/* --- Events ---------------------------------------------------------------------- */

/* The slot of an object, or a free one. */
static immortal *
slot_of(const PyObject *object)
{
    size_t i = ((uintptr_t)object >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 40;
    for (i %= SLOTS; immortals.objects[i].object != NULL
                     && immortals.objects[i].object != object; ) {
        i = (i + 1) % SLOTS;
    }
    return &immortals.objects[i];
}

static void
record(const event *e)
{
    if (e->object == NULL || object_count(e->object) >= 0) {
        return;
    }
    immortal *slot = slot_of(e->object);
    if (slot->object == NULL) {
        if (immortals.nobjects == MAX_OBJECTS) {
            immortals.unsure = true;
            return;
        }
        immortals.nobjects++;
        slot->object = e->object;
    }
    slot->held += e->change;
    event *to = &immortals.events[immortals.nevents++ % EVENTS];
    *to = *e;
    to->call = rc_shared->report.calls;
}

/* A function that no relay has called may return what it takes, unseen. */
void
refcheck_shim_event(PyObject *object, int change, const char *api,
                    const char *function, const char *file, int line)
{
    if (immortals.counts
        && (change == 0 || (change > 0 && !relay_is_under_way()
                            && object_count(object) < 0))) {
        immortals.unsure = true;
    }
    record(&(event){
        .object = object,
        .api = api,
        .function = function,
        .file = file,
        .pc = (uintptr_t)__builtin_return_address(0) - 1,
        .line = line,
        .change = change,
    });
}

void
immortal_returned(PyObject *object, uintptr_t function)
{
    record(&(event){
        .object = object,
        .api = "return",
        .pc = function,
        .change = -1,
    });
}

void
immortal_field(PyObject *object, int change)
{
    record(&(event){.object = object, .change = change});
}

/* --- Readings -------------------------------------------------------------------- */

static void
count_words(const char *low, const char *high)
{
    for (void *const *p = (void *const *)low; (const char *)(p + 1) <= high; p++) {
        immortal *slot = *p == NULL ? NULL : slot_of(*p);
        if (slot != NULL && slot->object != NULL) {
            slot->stored++;
        }
    }
}

/* Counts what points to them, but only where it matters: it takes a while. */
static void
read_memory(bool wanted)
{
    for (int i = 0; i < SLOTS; i++) {
        immortals.objects[i].stored_last = immortals.objects[i].stored;
        immortals.objects[i].stored = 0;
    }
    immortals.stored_known = wanted;
    if (!wanted) {
        return;
    }
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (b->state == BLOCK_LIVE) {
            count_words(block_payload(b), block_payload(b) + b->size);
        }
    }
    objects_visit_segments(count_words);
}

static bool
any_grew(void)
{
    for (int i = 0; i < SLOTS; i++) {
        if (immortals.objects[i].held > immortals.objects[i].last) {
            return true;
        }
    }
    return false;
}

void
immortal_begin(void)
{
    /* What grows in the rounds has grown in the warm-up: without this first
       reading of the memory it could not be judged. */
    read_memory(any_grew());
    for (int i = 0; i < SLOTS; i++) {
        immortal *o = &immortals.objects[i];
        o->last = o->held;
        o->drift = o->rounds_up = 0;
    }
    immortals.rounds = immortals.calls = 0;
    immortals.counts = true;
}

void
immortal_round(int calls)
{
    bool known = immortals.stored_known;
    read_memory(known && any_grew());
    known &= immortals.stored_known;
    immortals.rounds++;
    immortals.calls += calls;
    for (int i = 0; i < SLOTS; i++) {
        immortal *o = &immortals.objects[i];
        int64_t stored = o->stored - o->stored_last;
        int64_t lost = o->held - o->last - (stored > 0 ? stored : 0);
        o->last = o->held;
        if (known && lost >= (calls + 7) / 8) {     /* as census_round() */
            o->drift += lost;
            o->rounds_up++;
        }
    }
}

static bool
grows(const immortal *o)
{
    return o->object != NULL && o->rounds_up == immortals.rounds
           && !immortals.unsure;
}

bool
immortal_grows(void)
{
    for (int i = 0; i < SLOTS && immortals.rounds > 0; i++) {
        if (grows(&immortals.objects[i])) {
            return true;
        }
    }
    return false;
}

/* Where all is clean: what was not looked at? */
void
immortal_note(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    if (!immortals.shimmed && rc_shared->nmodules > 0) {
        rc_note("leaks of None, True and small ints cannot be seen from CPython "
                "3.12 on, unless the module is compiled with -include "
                "tools/refcheck/shim.h");
    }
#endif
}

/* --- Reporting --------------------------------------------------------------------- */

static void
place_of(const event *e, refcheck_place *place)
{
    site_place_at(e->pc, place);
    place->line = e->line;
    rc_set_string(place->api, sizeof(place->api), e->api != NULL ? e->api : "");
    if (e->file != NULL) {
        rc_set_string(place->file, sizeof(place->file), e->file);
        rc_set_string(place->function, sizeof(place->function), e->function);
    }
}

/* The events of the last call about one object; returns how many. */
static int
last_call(const PyObject *object, const event **found, int room)
{
    const int call = rc_shared->report.calls - 1;
    const uint64_t first = immortals.nevents > EVENTS
        ? immortals.nevents - EVENTS : 0;
    int n = 0;
    for (uint64_t i = first; i < immortals.nevents && n < room; i++) {
        const event *e = &immortals.events[i % EVENTS];
        if (e->object == object && e->call == call) {
            found[n++] = e;
        }
    }
    return n;
}

/* Each give has the last take before it for its partner: which take has none? */
static const event *
unpaired(const event **events, int n)
{
    const event *open[REFCHECK_MAX_STEPS];
    int nopen = 0;
    for (int i = 0; i < n; i++) {
        if (events[i]->change > 0) {
            open[nopen++] = events[i];
        }
        else if (nopen > 0) {
            nopen--;
        }
    }
    return nopen > 0 ? open[0] : NULL;
}

static void
write_steps(refcheck_finding *f, const event **events, int n)
{
    refcheck_report *report = &rc_shared->report;
    if (report->steps + n + 2 > REFCHECK_MAX_STEPS) {
        return;
    }
    refcheck_step *step = &report->step[report->steps];
    f->first_step = report->steps;
    f->steps = n + 2;
    report->steps += f->steps;
    memset(step, 0, (size_t)f->steps * sizeof(*step));
    step[0].what = REFCHECK_BEFORE;
    for (int i = 1; i <= n; i++) {
        const event *e = events[i - 1];
        step[i].what = e->change > 0 ? REFCHECK_TAKEN : REFCHECK_GIVEN;
        step[i].change = e->change;
        step[i].count = step[i - 1].count + e->change;
        place_of(e, &step[i].place);
    }
    step[n + 1].what = REFCHECK_AFTER;
    step[n + 1].count = step[n].count;
}

static void
report_one(const immortal *o)
{
    const event *events[REFCHECK_MAX_STEPS];
    refcheck_finding *f = rc_new_finding(REFCHECK_LEAK, REFCHECK_REFERENCE,
                                         Py_TYPE(o->object)->tp_name);
    if (f == NULL) {
        return;
    }
    f->per_call = (double)o->drift / immortals.calls;
    names_repr(o->object, f->repr, sizeof(f->repr));
    int n = last_call(o->object, events, REFCHECK_MAX_STEPS - 2);
    const event *taken = unpaired(events, n);
    if (taken != NULL) {
        place_of(taken, &f->used);
    }
    write_steps(f, events, n);
}

void
immortal_report(bool growth)
{
    for (int i = 0; i < SLOTS && growth; i++) {
        if (grows(&immortals.objects[i])) {
            report_one(&immortals.objects[i]);
        }
    }
}
