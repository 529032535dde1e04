/* A finding in words. */
#include "tools/refcheck/internal.h"

#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>

const char *
refcheck_verdict_name(refcheck_verdict verdict)
{
    switch (verdict) {
    case REFCHECK_CLEAN: return "clean";
    case REFCHECK_GROWS: return "grows";
    case REFCHECK_LEAK: return "leak";
    case REFCHECK_MEMORY_LEAK: return "memory_leak";
    case REFCHECK_BUFFER_EXPORTED: return "buffer_exported";
    case REFCHECK_EXCEPTION_CONTRACT: return "exception_contract";
    case REFCHECK_OVER_RELEASE: return "over_release";
    case REFCHECK_WRONG_ALLOCATOR: return "wrong_allocator";
    case REFCHECK_OUT_OF_BOUNDS: return "out_of_bounds";
    case REFCHECK_DOUBLE_FREE: return "double_free";
    case REFCHECK_USE_AFTER_FREE: return "use_after_free";
    case REFCHECK_ABORT: return "abort";
    case REFCHECK_CRASH: return "crash";
    case REFCHECK_UNMEASURABLE: return "unmeasurable";
    }
    return "unknown";
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

/* "at leaky.c:12 by PyList_New", or as much of it as is known. */
static void
add_place(text *t, const char *before, const refcheck_place *place)
{
    if (place->offset == 0) {
        return;
    }
    add(t, "%s", before);
    if (place->line != 0) {
        add(t, " at %s:%d", refcheck_basename(place->file), place->line);
    }
    else if (place->api[0] == '\0') {
        add(t, " at offset %#" PRIxPTR, place->offset);
    }
    if (place->api[0] != '\0') {
        add(t, " by %s", place->api);
    }
}

/* "a bytes object", "an int object", "a malloc block" */
static void
add_thing(text *t, const refcheck_finding *f)
{
    const char *article = f->type[0] != '\0' && strchr("aeioAEIO", f->type[0])
        ? "an" : "a";
    add(t, "%s %s%s", article, f->type,
        f->what == REFCHECK_MEMORY ? "" : " object");
}

static void
add_leak(text *t, const refcheck_finding *f)
{
    const char *plural = fabs(f->per_call - 1) < 1e-9 ? "" : "s";
    if (f->what == REFCHECK_REFERENCE) {
        add(t, "leaks %.3g reference%s a call to ", f->per_call, plural);
        add_thing(t, f);
        add(t, " that was there before");
        add_place(t, ", taken", &f->used);
        return;
    }
    add(t, "leaks %.3g %s%s%s a call (%.6g bytes)", f->per_call, f->type,
        f->what == REFCHECK_OBJECT ? " object" : "", plural,
        f->bytes_per_call);
}

static void
add_export(text *t, const refcheck_finding *f)
{
    if (fabs(f->per_call - 1) < 1e-9) {
        add(t, "leaves a buffer of ");
    }
    else {
        add(t, "leaves %.3g buffers a call of ", f->per_call);
    }
    add_thing(t, f);
    add(t, " exported");
    add_place(t, ", taken", &f->used);
}

static void
add_over_release(text *t, const refcheck_finding *f)
{
    const char *plural = fabs(f->per_call - 1) < 1e-9 ? "" : "s";
    add(t, "releases %.3g reference%s too many a call to ", f->per_call,
        plural);
    add_thing(t, f);
    if (f->what == REFCHECK_REFERENCE) {
        add(t, " that was there before");
        add_place(t, ", released", &f->used);
    }
}

static void
add_crash(text *t, const refcheck_finding *f)
{
    add(t, "dies of %s", signal_name(f->signal));
    add_place(t, "", &f->used);
    if (strcmp(f->type, "NULL") == 0) {
        add(t, ": a NULL pointer is followed");
    }
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
        add(&t, "%s", f->message);
        break;
    case REFCHECK_ABORT:
    case REFCHECK_CRASH:
        add_crash(&t, f);
        break;
    }
    add_place(&t, ", made", &f->made);
    add_place(&t, ", freed", &f->freed);
    if (f->kind == REFCHECK_OVER_RELEASE && f->what != REFCHECK_REFERENCE) {
        add_place(&t, ", released again", &f->used);
    }
    if (f->kept_by[0] != '\0') {
        add(&t, ", kept by each leaked %s", f->kept_by);
    }
    return (int)t.length;
}
