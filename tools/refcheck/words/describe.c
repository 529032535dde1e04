/* A finding in words. */
#include "tools/refcheck/internal.h"

#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>

static const struct {
    const char *name, *words;
} verdicts[] = {
    [REFCHECK_CLEAN] = {"clean", "clean"},
    [REFCHECK_GROWS] = {"grows", "grows"},
    [REFCHECK_LEAK] = {"leak", "leak"},
    [REFCHECK_MEMORY_LEAK] = {"memory_leak", "memory leak"},
    [REFCHECK_BUFFER_EXPORTED] = {"buffer_exported", "buffer exported"},
    [REFCHECK_EXCEPTION_CONTRACT] = {"exception_contract",
                                     "exception contract"},
    [REFCHECK_OVER_RELEASE] = {"over_release", "over-release"},
    [REFCHECK_WRONG_ALLOCATOR] = {"wrong_allocator", "wrong allocator"},
    [REFCHECK_OUT_OF_BOUNDS] = {"out_of_bounds", "out of bounds"},
    [REFCHECK_DOUBLE_FREE] = {"double_free", "double free"},
    [REFCHECK_USE_AFTER_FREE] = {"use_after_free", "use after free"},
    [REFCHECK_ABORT] = {"abort", "abort"},
    [REFCHECK_CRASH] = {"crash", "crash"},
    [REFCHECK_UNMEASURABLE] = {"unmeasurable", "not measured"},
};

const char *
refcheck_verdict_name(refcheck_verdict verdict)
{
    return verdict <= REFCHECK_UNMEASURABLE ? verdicts[verdict].name : "unknown";
}

const char *
refcheck_verdict_words(refcheck_verdict verdict)
{
    return verdict <= REFCHECK_UNMEASURABLE ? verdicts[verdict].words
                                            : "unknown";
}

const char *
refcheck_basename(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

const char *
signal_name(int number)
{
    switch (number) {
    case SIGSEGV: return "SIGSEGV";
    case SIGBUS: return "SIGBUS";
    case SIGABRT: return "SIGABRT";
    case SIGFPE: return "SIGFPE";
    case SIGILL: return "SIGILL";
    case SIGTRAP: return "SIGTRAP";
    case SIGKILL: return "SIGKILL";
    case SIGTERM: return "SIGTERM";
    }
    return "a signal";
}

void
describe_where(const refcheck_place *place, char where[REFCHECK_WHERE])
{
    if (place->line != 0) {
        snprintf(where, REFCHECK_WHERE, "%s:%d", refcheck_basename(place->file),
                 place->line);
        return;
    }
    bool named = place->function[0] != '\0';
    snprintf(where, REFCHECK_WHERE, "%s%s%#" PRIxPTR "%s%s%s",
             place->library[0] != '\0' ? place->library : "offset ",
             place->library[0] != '\0' ? "+" : "", place->offset,
             named ? " (" : "", place->function, named ? ")" : "");
}

/* --- Words ----------------------------------------------------------------- */

typedef struct {
    char *buffer;
    size_t size, length;        /* length: wanted, may pass size */
} text;

static void __attribute__((format(printf, 2, 3)))
add(text *t, const char *format, ...)
{
    size_t left = t->length < t->size ? t->size - t->length : 0;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(left ? t->buffer + t->length : NULL, left, format, args);
    va_end(args);
    t->length += n > 0 ? (size_t)n : 0;
}

/* What a module printed, or its objects' repr(), stays on the line. */
static void
add_foreign(text *t, const char *before, const char *s, const char *after)
{
    if (*s == '\0') {
        return;
    }
    add(t, "%s", before);
    for (; *s != '\0'; s++) {
        add(t, "%c", (unsigned char)*s < ' ' ? ' ' : *s);
    }
    add(t, "%s", after);
}

/* "at leaky.c:12 by PyList_New", or as much of it as is known: without debug
   information "at mymod.so+0x1139 (run) by PyList_New". */
static void
add_place(text *t, const char *before, const refcheck_place *place)
{
    if (place->offset == 0) {
        return;
    }
    char where[REFCHECK_WHERE];
    describe_where(place, where);
    add(t, "%s at %s", before, where);
    if (place->api[0] != '\0') {
        add(t, " by %s", place->api);
    }
}

static void
add_number(text *t, double n)
{
    add(t, n < 100 ? "%.3g" : "%.0f", n);
}

static const char *
plural(double count)
{
    return fabs(count - 1) < 1e-9 ? "" : "s";
}

/* "a bytes object", "an int object", "a malloc block", "None" */
static void
add_thing(text *t, const refcheck_finding *f)
{
    if (strcmp(f->type, "NoneType") == 0) {
        add(t, "None");
        return;
    }
    const char *article = f->type[0] != '\0' && strchr("aeioAEIO", f->type[0])
        ? "an" : "a";
    add(t, "%s %s%s", article, f->type,
        f->what == REFCHECK_OBJECT || f->what == REFCHECK_REFERENCE
            ? " object" : "");
}

/* Which of the objects that there were before: "`fresh`, a bytes object
   (b'ABC')". */
static void
add_older(text *t, const refcheck_finding *f)
{
    bool none = strcmp(f->type, "NoneType") == 0;
    bool named = f->name[0] != '\0' && f->kind != REFCHECK_GROWS && !none;
    if (named) {
        add(t, "`%s`, ", f->name);
    }
    add_thing(t, f);
    if (!none) {
        add_foreign(t, " (", f->repr, ")");
    }
    if (!named && f->repr[0] == '\0' && !none) {
        add(t, " that was there before");
    }
}

/* "1 list object a call (56 bytes)", "2 malloc blocks a call (80 bytes)" */
static void
add_amount(text *t, const refcheck_finding *f)
{
    if (f->what == REFCHECK_REFERENCE) {
        add_number(t, f->per_call);
        add(t, " reference%s a call to ", plural(f->per_call));
        add_older(t, f);
        return;
    }
    add_number(t, f->per_call);
    add(t, " %s%s%s a call", f->type,
        f->what == REFCHECK_OBJECT ? " object" : "", plural(f->per_call));
    if (f->bytes_per_call > 0) {
        add(t, " (");
        add_number(t, f->bytes_per_call);
        add(t, " bytes)");
    }
    if (f->what == REFCHECK_RESOURCE) {
        add_foreign(t, " (", f->repr, ")");
    }
}

static void
add_leak(text *t, const refcheck_finding *f)
{
    add(t, "leaks ");
    add_amount(t, f);
    if (f->what == REFCHECK_REFERENCE) {
        add_place(t, ", taken", &f->used);
    }
}

static void
add_growth(text *t, const refcheck_finding *f)
{
    add(t, "keeps ");
    add_amount(t, f);
    if (f->name[0] != '\0') {
        add(t, ", still reachable from `%s`", f->name);
    }
    if (f->what == REFCHECK_REFERENCE) {
        add_place(t, ", taken", &f->used);
    }
}

static void
add_export(text *t, const refcheck_finding *f)
{
    if (fabs(f->per_call - 1) < 1e-9) {
        add(t, "leaves a buffer of ");
    }
    else {
        add(t, "leaves ");
        add_number(t, f->per_call);
        add(t, " buffers a call of ");
    }
    if (f->what == REFCHECK_REFERENCE) {
        add_older(t, f);
    }
    else {
        add_thing(t, f);
    }
    add(t, " exported");
    add_place(t, ", taken", &f->used);
}

static void
add_over_release(text *t, const refcheck_finding *f)
{
    add(t, "releases ");
    add_number(t, f->per_call);
    add(t, " reference%s too many a call to ", plural(f->per_call));
    if (f->what == REFCHECK_REFERENCE) {
        add_older(t, f);
        add_place(t, ", released", &f->used);
    }
    else {
        add_thing(t, f);
    }
}

static void
add_death(text *t, const refcheck_finding *f)
{
    if (f->kind == REFCHECK_ABORT) {
        add(t, "aborts");
    }
    else if (strcmp(f->type, "stack") == 0) {
        add(t, "overflows the stack");
    }
    else {
        add(t, "dies of %s", signal_name(f->signal));
    }
    add_place(t, "", &f->used);
    if (strcmp(f->type, "NULL") == 0) {
        add(t, ": a NULL pointer is followed");
    }
    else if (strcmp(f->type, "unset") == 0) {
        add(t, ": a pointer that was never set is followed");
    }
    add_foreign(t, ": ", f->message, "");
}

static void
add_misuse(text *t, const char *verb, const refcheck_finding *f,
           const char *rest)
{
    add(t, "%s ", verb);
    add_thing(t, f);
    add(t, "%s", rest);
    add_place(t, ",", &f->used);
}

static void
add_failing(text *t, const refcheck_finding *f)
{
    if (f->failing == 0) {
        return;
    }
    add(t, ", when allocation %d of the call fails", f->failing);
    if (f->failed.offset != 0) {
        char where[REFCHECK_WHERE];
        describe_where(&f->failed, where);
        add(t, " (at %s%s%s)", where, f->failed.api[0] != '\0' ? " by " : "",
            f->failed.api);
    }
}

int
refcheck_describe(const refcheck_finding *f, char *buffer, size_t size)
{
    text t = {buffer, size, 0};
    if (size > 0) {
        buffer[0] = '\0';
    }
    switch (f->kind) {
    case REFCHECK_CLEAN:
    case REFCHECK_UNMEASURABLE:
        break;
    case REFCHECK_GROWS:
        add_growth(&t, f);
        break;
    case REFCHECK_LEAK:
    case REFCHECK_MEMORY_LEAK:
        add_leak(&t, f);
        break;
    case REFCHECK_BUFFER_EXPORTED:
        add_export(&t, f);
        break;
    case REFCHECK_OVER_RELEASE:
        add_over_release(&t, f);
        break;
    case REFCHECK_WRONG_ALLOCATOR:
        add_misuse(&t, "gives", f, " to another allocator's free()");
        break;
    case REFCHECK_OUT_OF_BOUNDS:
        add_misuse(&t, "reads or writes past the end of", f, "");
        break;
    case REFCHECK_DOUBLE_FREE:
        add_misuse(&t, "frees", f, " twice");
        break;
    case REFCHECK_USE_AFTER_FREE:
        add_misuse(&t, "uses", f, " after it was freed");
        break;
    case REFCHECK_EXCEPTION_CONTRACT:
        add_foreign(&t, "", f->message, "");
        add_place(&t, ",", &f->used);
        break;
    case REFCHECK_ABORT:
    case REFCHECK_CRASH:
        add_death(&t, f);
        break;
    }
    add_place(&t, ", made", &f->made);
    add_place(&t, ", freed", &f->freed);
    if (f->kind == REFCHECK_OVER_RELEASE && f->what != REFCHECK_REFERENCE) {
        add_place(&t, ", released again", &f->used);
    }
    if (f->kept_by[0] != '\0') {
        add(&t, f->past_end ? ", written past the end of each %s"
                            : ", kept by each leaked %s", f->kept_by);
    }
    add_failing(&t, f);
    if (f->what == REFCHECK_OBJECT) {
        add_foreign(&t, ": ", f->repr, "");
    }
    return (int)t.length;
}
