/* The report in words, and as JSON. */
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

static const char *
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
    case REFCHECK_BUFFER_EXPORTED:
        add_leak(&t, f);
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

/* --- JSON ------------------------------------------------------------------ */

static void
json_string(FILE *file, const char *s)
{
    if (s == NULL) {
        fputs("null", file);
        return;
    }
    fputc('"', file);
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\') {
            fprintf(file, "\\%c", c);
        }
        else if (c < 0x20) {
            fprintf(file, "\\u%04x", c);
        }
        else {
            fputc(c, file);
        }
    }
    fputc('"', file);
}

static void
json_member(FILE *file, const char *name, const char *value)
{
    fprintf(file, "\"%s\": ", name);
    json_string(file, value);
    fputs(", ", file);
}

static void
json_signal(FILE *file, int number)
{
    fputs("\"signal\": ", file);
    json_string(file, number == 0 ? NULL : signal_name(number));
}

static void
json_place(FILE *file, const char *name, const refcheck_place *place)
{
    if (place->offset == 0) {
        fprintf(file, "\"%s\": null, ", name);
        return;
    }
    fprintf(file, "\"%s\": {", name);
    json_member(file, "file", refcheck_basename(place->file));
    fprintf(file, "\"line\": %d, ", place->line);
    json_member(file, "function", place->function);
    fputs("\"api\": ", file);
    json_string(file, place->api[0] != '\0' ? place->api : NULL);
    fputs("}, ", file);
}

static void
json_finding(FILE *file, const refcheck_finding *f)
{
    static const char *const what[] = {
        "object", "reference", "memory", "resource",
    };
    char sentence[1024];
    refcheck_describe(f, sentence, sizeof(sentence));

    fputs("{", file);
    json_member(file, "kind", refcheck_verdict_name(f->kind));
    json_member(file, "what", what[f->what]);
    json_member(file, "type", f->type);
    fprintf(file, "\"per_call\": %.6g, \"bytes_per_call\": %.6g, ",
            f->per_call, f->bytes_per_call);
    json_signal(file, f->signal);
    fputs(", ", file);
    json_place(file, "made", &f->made);
    json_place(file, "freed", &f->freed);
    json_place(file, "used", &f->used);
    json_member(file, "kept_by", f->kept_by[0] ? f->kept_by : NULL);
    fputs("\"sentence\": ", file);
    json_string(file, sentence);
    fputs("}", file);
}

static void
json_plain(FILE *file, const refcheck_plain *plain)
{
    if (!plain->ran) {
        fputs("null", file);
        return;
    }
    fprintf(file, "{\"calls\": %d, ", plain->calls);
    json_signal(file, plain->signal);
    fprintf(file, ", \"blocks_per_call\": %.6g, \"message\": ",
            plain->blocks_per_call);
    json_string(file, plain->message);
    fputs("}", file);
}

void
refcheck_write_json_head(FILE *file, const char *skipped)
{
    fprintf(file, "{\"refcheck\": 1,\n \"python\": {\"version\": \"%d.%d.%d\", ",
            PY_MAJOR_VERSION, PY_MINOR_VERSION, PY_MICRO_VERSION);
#ifdef Py_DEBUG
    fputs("\"debug\": true},\n ", file);
#else
    fputs("\"debug\": false},\n ", file);
#endif
    if (skipped != NULL) {
        json_member(file, "skipped", skipped);
    }
    fputs("\"checks\": [", file);
}

void
refcheck_write_json(FILE *file, const refcheck_options *options,
                    const refcheck_report *report,
                    const refcheck_label *labels, int nlabels,
                    int passed)
{
    bool measured = report->error[0] == '\0';
    char summary[1024] = "clean";
    if (!measured) {
        snprintf(summary, sizeof(summary), "could not measure: %s",
                 report->error);
    }
    else if (report->found > 0) {
        refcheck_describe(&report->finding[0], summary, sizeof(summary));
    }
    fputs("{", file);
    for (int i = 0; i < nlabels; i++) {
        json_member(file, labels[i].name, labels[i].value);
    }
    fprintf(file, "\"passed\": %s, ", passed ? "true" : "false");
    json_member(file, "setup", options->setup != NULL ? options->setup : "");
    json_member(file, "statement", options->statement);
    json_member(file, "raises", options->raises);
    json_member(file, "verdict", refcheck_verdict_name(report->verdict));
    json_member(file, "summary", summary);
    json_member(file, "error", measured ? NULL : report->error);
    fprintf(file, "\"calls\": %d, \"findings\": [", report->calls);
    for (int i = 0; i < report->found; i++) {
        fputs(i > 0 ? ", " : "", file);
        json_finding(file, &report->finding[i]);
    }
    fprintf(file, "], \"left_out\": %d, \"plain\": ", report->left_out);
    json_plain(file, &report->plain);
    fputs("}", file);
}
