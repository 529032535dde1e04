/* What happens to one object in one call, as watch.c tells of each write to its
   count, and hooks.c of its memory.  Noted in signal handlers and under the
   allocator's lock, it becomes the steps of a ledger when the call is over. */
#include "tools/refcheck/internal.h"

#include <string.h>

enum {
    MAX_EVENTS = 4096,
    MAX_WRITES = 20000,         /* a call with more would take too long */
    MAX_STEPS = 40,             /* of one ledger */
    MAX_TURN = 8,               /* events in a loop's turn */
    MAX_CHANGE = 1000,          /* beyond it a write is no release */
};

typedef struct {
    refcheck_change what;
    uint32_t site;              /* 0: Python, outside the module */
    int64_t change, count;
    bool buffer;                /* by one's export or release */
} event;

static struct {
    uint32_t site, order;       /* of the allocation it waits for, 0: none */
    size_t offset;
    PyObject *object;           /* watched, or NULL */
    block *block;               /* its block; NULL: in a library's data */
    bool older, made, gone;
    int64_t hidden;             /* in its count, and not to be shown */
    bool cut;                   /* there was more than there is room for */
    int writes;
    int n;
    event events[MAX_EVENTS];
} record;

/* --- Noting ---------------------------------------------------------------- */

static bool
moves(const event *e)
{
    return e->what == REFCHECK_TAKEN || e->what == REFCHECK_GIVEN;
}

/* A loop's turn that changes nothing is noted once. */
static void
drop_repetition(void)
{
    for (int turn = 2; turn <= MAX_TURN && 2 * turn <= record.n; turn++) {
        bool same = true;
        for (int i = record.n - turn; i < record.n && same; i++) {
            const event *e = &record.events[i], *before = e - turn;
            same = moves(e) && e->what == before->what
                   && e->site == before->site && e->count == before->count;
        }
        if (same) {
            record.n -= turn;
            return;
        }
    }
}

/* What one line does, within all that it calls, is noted as its sum; so is what
   Python does between two lines. */
static void
add_event(event new)
{
    const event *last = &record.events[record.n - 1];
    if (record.n > 0 && moves(last) && moves(&new)
        && last->site == new.site) {
        new.change += last->change;
        new.buffer |= last->buffer;
        new.what = new.change > 0 ? REFCHECK_TAKEN : REFCHECK_GIVEN;
        record.n--;
        if (new.change == 0) {
            return;
        }
    }
    if (record.n == MAX_EVENTS) {
        record.cut = true;
        return;
    }
    record.events[record.n++] = new;
    drop_repetition();
}

static void
add(refcheck_change what, uint32_t site, int64_t change, int64_t count)
{
    add_event((event){what, site, change, count, false});
}

/* A format like "y*" exports a buffer, too: it is told by what runs. */
static void
add_move(uintptr_t behind, int64_t change, int64_t count)
{
    const PyBufferProcs *procs = Py_TYPE(record.object)->tp_as_buffer;
    const uintptr_t buffer_functions[] = {
        (uintptr_t)PyObject_GetBuffer, (uintptr_t)PyBuffer_FillInfo,
        (uintptr_t)PyBuffer_Release,
        procs != NULL ? (uintptr_t)procs->bf_getbuffer : 0, 0,
    };
    event new = {
        .what = change > 0 ? REFCHECK_TAKEN : REFCHECK_GIVEN,
        .change = change,
        .count = count,
    };
    new.site = site_of_write(behind, buffer_functions, &new.buffer);
    add_event(new);
}

static void
on_write(uintptr_t behind, int64_t before, int64_t after)
{
    int64_t change = after - before;
    if (++record.writes > MAX_WRITES) {
        record.cut = true;
        watch_stop();
        return;
    }
    if (record.gone) {
        bool released = change > -MAX_CHANGE && change < MAX_CHANGE;
        add(REFCHECK_USED, site_of_write(behind, NULL, &(bool){false}),
            released ? change : 0, 0);
    }
    else if (record.made) {
        if (before >= 0 && after >= 0) {        /* else it became immortal */
            add_move(behind, change, after - record.hidden);
        }
    }
    else if (after == 1) {
        record.made = true;
        add(REFCHECK_MADE, record.block->made, 1, 1);
    }
}

/* --- From the hooks -------------------------------------------------------- */

static struct { uint32_t call, n; } made_by[MAX_SITES];
static uint32_t calls = 1;

void
record_new_call(void)
{
    calls++;
}

uint32_t
record_order(uint32_t made)
{
    if (made_by[made].call != calls) {
        made_by[made].call = calls;
        made_by[made].n = 0;
    }
    return ++made_by[made].n;
}

bool
record_waits(uint32_t made, uint32_t order, size_t *offset)
{
    *offset = record.offset;
    return record.order == order && record.site == made;
}

void
record_made(block *b)
{
    record.order = 0;
    record.block = b;
    record.object = (PyObject *)(block_payload(b) + record.offset);
    watch_begin(record.object, on_write);
}

bool
record_frees(const block *b)
{
    if (record.object == NULL || b != record.block) {
        return false;
    }
    if (record.gone) {
        add(REFCHECK_USED, b->freed, 0, 0);
        return false;
    }
    event *last = &record.events[record.n - 1];
    if (record.n > 0 && last->what == REFCHECK_GIVEN && last->count == 0) {
        last->what = REFCHECK_FREED;
    }
    else {
        add(REFCHECK_FREED, b->freed, record.n > 0 ? -last->count : 0, 0);
    }
    record.gone = true;
    watch_pause(true);          /* the poison is our own */
    return true;
}

void
record_freed(void)
{
    watch_pause(false);
}

/* --- One call -------------------------------------------------------------- */

void
record_wait(const suspect *s)
{
    memset(&record, 0, sizeof(record));
    record.site = site_number(s->made);
    record.order = s->order;
    record.offset = s->offset;
}

void
record_older(PyObject *object, int64_t shown)
{
    memset(&record, 0, sizeof(record));
    record.object = object;
    record.block = object_block(object);
    record.older = record.made = true;
    record.hidden = object_count(object) - shown;
    add(REFCHECK_BEFORE, 0, 0, shown);
    watch_begin(object, on_write);
}

/* An older object does not die under its bias, and one may die into a free list:
   the last reference is the last all the same. */
static void
note_end(void)
{
    for (int i = 0; i < record.n; i++) {
        event *e = &record.events[i];
        if (moves(e) && record.gone && record.older) {
            e->what = REFCHECK_USED;
            e->count = 0;
        }
        else if (moves(e) && e->count <= 0 && !record.gone
                 && (record.older || i + 1 == record.n)) {
            e->what = REFCHECK_FREED;
            e->count = 0;
            record.gone = true;
        }
    }
}

void
record_end(void)
{
    watch_end();
    record.order = 0;
    if (!record.made) {
        return;
    }
    note_end();
    if (!record.gone) {
        int64_t count = object_count(record.object);
        add(REFCHECK_AFTER, 0, 0, count < 0 ? 0 : count - record.hidden);
    }
}

block *
record_block(bool *gone)
{
    *gone = record.gone;
    return record.made ? record.block : NULL;
}

/* --- Partners -------------------------------------------------------------- */

typedef struct {
    int n;
    uint32_t sites[MAX_EVENTS];
} pile;

static void
push(pile *p, uint32_t number, int64_t times)
{
    for (; times > 0 && p->n < MAX_EVENTS; times--) {
        p->sites[p->n++] = number;
    }
}

/* Gives are paired with the takes before them, the last first: those of Python
   with its own, then with what the module handed out; those of buffers with each
   other.  What is left has no partner. */
uint32_t
record_unpaired(bool give, bool *is_buffer)
{
    static pile taken, exported;
    int64_t python = 0;
    *is_buffer = false;
    if (record.cut) {
        return 0;               /* the partner may be in what was not seen */
    }
    taken.n = exported.n = 0;
    for (int i = 0; i < record.n; i++) {
        const event *e = &record.events[i];
        if (e->change > 0 && e->site == 0) {
            python += e->change;
        }
        else if (e->change > 0) {
            push(e->buffer ? &exported : &taken, e->site, e->change);
        }
        for (int64_t left = -e->change; left > 0; left--) {
            if (e->site == 0 && python > 0) {
                python--;
            }
            else if (e->buffer && exported.n > 0) {
                exported.n--;
            }
            else if (taken.n > 0) {
                taken.n--;
            }
            else if (give && e->site != 0) {
                return e->site;
            }
        }
    }
    *is_buffer = !give && taken.n == 0 && exported.n > 0;
    return give ? 0
        : taken.n > 0 ? taken.sites[taken.n - 1]
        : exported.n > 0 ? exported.sites[exported.n - 1]
        : 0;
}

/* --- Steps ----------------------------------------------------------------- */

static refcheck_step *
new_step(const event *e)
{
    refcheck_report *report = &rc_shared->report;
    refcheck_step *step = &report->step[report->steps++];
    *step = (refcheck_step){
        .what = e->what,
        .change = (int)e->change,
        .count = e->count,
    };
    site_place(e->site, &step->place);
    return step;
}

void
record_write(const refcheck_place *used, int *first, int *steps)
{
    refcheck_report *report = &rc_shared->report;
    const event *last = &record.events[record.n - 1];
    bool ends = record.n > 0 && last->what == REFCHECK_FREED && used->offset != 0;
    int room = REFCHECK_MAX_STEPS - report->steps - ends;
    room = room < MAX_STEPS ? room : MAX_STEPS;
    *first = report->steps;
    for (int i = 0; i < record.n; i++) {
        /* Where it is too long, its end is still shown. */
        if (i < room - 1 || (i + 1 == record.n && room > 0)) {
            new_step(&record.events[i]);
        }
        else {
            record.cut = true;
        }
    }
    if (ends) {                 /* a read, which no count tells of */
        new_step(&(event){.what = REFCHECK_USED})->place = *used;
    }
    *steps = report->steps - *first;
    if (record.cut) {
        rc_note("a ledger was too long to be shown whole");
    }
}

void
record_died(uint32_t number)
{
    if (record.gone) {
        add(REFCHECK_USED, number, 0, 0);
    }
}
