/* The ledgers of what was found: one more call for each, in a process of its
   own, with the object watched.  One that crashes takes no other with it. */
#include "tools/refcheck/internal.h"

#include <math.h>
#include <string.h>

enum {
    TRIES = 5,                  /* not each call leaks */
    MAX_NTH = 1000,
    FILLING_CALLS = 3,          /* one was too few on 3.10 */
};

/* Whose ledger it is: where its steps are to go. */
static struct {
    const refcheck_place *used;
    int *first, *steps;
    int *nth;                   /* or NULL */
    uint64_t before;            /* serial of the last block before the call */
} page;

static void
write_page(void)
{
    record_write(page.used, page.first, page.steps);
}

static void
begin(void)
{
    rc_begin_replay();
    hooks_trace(true);
    hooks_quarantine(true);
    hooks_fence(false);
    arena_reuse_nothing();
}

/* --- Objects that one call makes ------------------------------------------- */

static bool
is_of(block *b, const char *type, const char *api)
{
    refcheck_place made;
    if (b->state == BLOCK_FREE
        || (b->state == BLOCK_LIVE && object_in(b) == NULL)
        || b->type == NULL || strcmp(b->type, type) != 0) {
        return false;
    }
    site_place(b->made, &made);
    return strcmp(made.api, api) == 0;
}

/* After a traced call all its blocks are there still, living or quarantined. */
static int
rank_of(const block *object)
{
    refcheck_place made;
    int n = 1;
    site_place(object->made, &made);
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        n += b->serial > page.before && b->serial < object->serial
             && is_of(b, object->type, made.api);
    }
    return n;
}

static const block *
nth_of(const char *type, const char *api, int nth, uint64_t before)
{
    const block *found = NULL;
    for (int i = 0; i < nth && i < MAX_NTH; i++) {
        found = NULL;
        for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
            if (b->serial > before
                && (found == NULL || b->serial < found->serial)
                && is_of(b, type, api)) {
                found = b;
            }
        }
        if (found == NULL) {
            break;
        }
        before = found->serial;
    }
    return found;
}

/* Recorded, whether it stays or (`gone`) is freed, as it should be.  Returns its
   rank, or 0: it did not come by. */
static int
record_made_in_call(const suspect *s, const char *type, bool gone)
{
    for (int i = 0; i < TRIES; i++) {
        page.before = arena_serial();
        record_wait(s);
        interpreter_call();
        record_end();

        bool is_gone;
        block *b = record_block(&is_gone);
        if (b != NULL && is_gone == gone && (gone || object_in(b) != NULL)
            && b->type != NULL && strcmp(b->type, type) == 0) {
            return rank_of(b);
        }
    }
    return 0;
}

void
ledger_died(uint32_t site)
{
    bool gone;
    const block *b = record_block(&gone);
    if (page.first != NULL) {
        record_died(site);
        write_page();
    }
    if (page.nth != NULL && gone && b != NULL && b->type != NULL) {
        *page.nth = rank_of(b);
    }
}

/* --- Objects with a finding ------------------------------------------------ */

static bool
stays(const refcheck_finding *f)
{
    return f->kind == REFCHECK_LEAK || f->kind == REFCHECK_GROWS
           || f->kind == REFCHECK_BUFFER_EXPORTED;
}

/* The count that Python would show before the first call of all, where each
   moves it by so much. */
static int64_t
count_before(PyObject *object, double drift)
{
    int64_t count = object_count(object)
                    - llround(drift * rc_shared->report.calls);
    if (object_block(object) != NULL) {
        count = (count % OBJECT_BIAS + OBJECT_BIAS) % OBJECT_BIAS;
    }
    return count < 1 ? 1 : count;       /* it is there, so somebody holds it */
}

/* Up to 3.11 an empty line of the cache of attribute look-ups holds None, and as the
   first calls fill it they take references from None. */
static void
fill_type_cache(const PyObject *watched)
{
    for (int i = 0; i < FILLING_CALLS && watched == Py_None; i++) {
        interpreter_call();
    }
}

static void
take_older(refcheck_finding *f, const suspect *s)
{
    fill_type_cache(s->older);
    record_older(s->older, count_before(s->older, s->drift));
    interpreter_call();
    record_end();
    bool buffer = false;
    uint32_t site = record_unpaired(!stays(f), &buffer);
    site_place(site, &f->used);
    if (buffer && f->kind == REFCHECK_LEAK) {
        f->kind = REFCHECK_BUFFER_EXPORTED;
    }
}

static bool
take_made(refcheck_finding *f, const suspect *s)
{
    page.nth = &f->nth;
    f->nth = record_made_in_call(s, f->type, !stays(f));
    if (f->nth == 0) {
        rc_note("no ledger: the object was not made again in more calls");
        return false;
    }
    bool buffer = false;
    uint32_t site = stays(f) ? record_unpaired(false, &buffer) : 0;
    if (buffer && f->kind == REFCHECK_LEAK) {
        f->kind = REFCHECK_BUFFER_EXPORTED;
        site_place(site, &f->used);
    }
    return true;
}

static void
write_finding(void *arg)
{
    refcheck_finding *f = arg;
    const suspect *s = &rc_shared->suspects[f - rc_shared->report.finding];
    static const refcheck_place nowhere;
    bool after_its_end = s->older == NULL && f->kind != REFCHECK_OUT_OF_BOUNDS;
    page.used = after_its_end ? &f->used : &nowhere;
    page.first = &f->first_step;
    page.steps = &f->steps;
    begin();
    if (s->older != NULL) {
        take_older(f, s);
        write_page();
    }
    else if (take_made(f, s)) {
        write_page();
    }
}

static bool
has_ledger(const refcheck_finding *f)
{
    const suspect *s = &rc_shared->suspects[f - rc_shared->report.finding];
    return f->kept_by[0] == '\0'
           && (s->older != NULL
               || (f->what == REFCHECK_OBJECT && s->order != 0
                   && s->offset != NO_OBJECT));
}

static bool
is_refused(void)
{
    char sentence[100] = "no ledger: ";
    const char *why = watch_refused();
    if (why != NULL) {
        strncat(sentence, why, sizeof(sentence) - strlen(sentence) - 1);
        rc_note(sentence);
    }
    return why != NULL;
}

void
ledger_write(refcheck_report *report)
{
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        if (has_ledger(f) && !is_refused()) {
            if (!rc_apart(write_finding, f)) {
                rc_note("no ledger: one more call did not come to its end");
            }
        }
    }
}

/* --- Objects with none ----------------------------------------------------- */

static bool
follow_made(const refcheck_finding *wanted)
{
    uint64_t before = arena_serial();
    interpreter_call();
    const block *b = nth_of(wanted->type, wanted->made.api, wanted->nth, before);
    if (b == NULL || b->order == 0) {
        return false;
    }
    const suspect s = {
        .made = site_of(b->made),
        .order = b->order,
        .offset = b->offset,
    };
    return record_made_in_call(&s, wanted->type, b->state != BLOCK_LIVE) != 0;
}

static bool
follow_older(const refcheck_finding *wanted)
{
    PyObject *object = wanted->name[0] != '\0'
        ? interpreter_object(wanted->name) : NULL;
    if (object == NULL) {
        return false;
    }
    fill_type_cache(object);
    record_older(object, count_before(object, 0));
    interpreter_call();
    record_end();
    return true;
}

static void
follow(void *arg)
{
    const refcheck_finding *wanted = arg;
    static const refcheck_place nowhere;
    page.used = &nowhere;
    page.first = &rc_shared->report.first_followed;
    page.steps = &rc_shared->report.followed;
    begin();
    if (wanted->what == REFCHECK_REFERENCE ? follow_older(wanted)
                                           : follow_made(wanted)) {
        write_page();
    }
}

void
ledger_follow(const refcheck_finding *wanted, refcheck_report *Py_UNUSED(report))
{
    bool about_object = wanted->what == REFCHECK_REFERENCE
                        || (wanted->what == REFCHECK_OBJECT && wanted->nth > 0);
    if (about_object && !is_refused()) {
        rc_apart(follow, (void *)wanted);
    }
}
