/* Reports as one JSON document, of which README.md lists the fields.

   No report is lost for a byte in it that is no UTF-8: a repr that was cut
   short, a path, or what the module printed.  Such bytes become U+FFFD. */
#include "tools/refcheck/internal.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct refcheck_json {
    json_t *root, *checks, *runs;
    refcheck_verdict gravest;
};

/* --- Values; NULL where there is no memory, which json_pack() hands on ------ */

/* How many bytes at `s` are one character; 0: they are none. */
static size_t
character(const char *s)
{
    size_t left = strnlen(s, 4);
    for (size_t n = 1; n <= left; n++) {
        json_t *one = json_stringn(s, n);
        if (one != NULL) {
            json_decref(one);
            return n;
        }
    }
    return 0;
}

static json_t *
repaired(const char *s)
{
    char *copy = malloc(3 * strlen(s) + 1), *end = copy;
    if (copy == NULL) {
        return NULL;
    }
    while (*s != '\0') {
        size_t n = character(s);
        end = mempcpy(end, n > 0 ? s : "\xef\xbf\xbd", n > 0 ? n : 3);
        s += n > 0 ? n : 1;
    }
    *end = '\0';
    json_t *string = json_string(copy);
    free(copy);
    return string;
}

static json_t *
string(const char *s)
{
    json_t *valid = json_string(s);
    return valid != NULL ? valid : repaired(s);
}

/* What is not known is null. */
static json_t *
known(const char *s)
{
    return s == NULL || *s == '\0' ? json_null() : string(s);
}

static json_t *
number(double value)
{
    if (!isfinite(value)) {
        return json_null();
    }
    return value == rint(value) && fabs(value) < 1e15
        ? json_integer((json_int_t)value) : json_real(value);
}

static json_t *
positive(int value)
{
    return value > 0 ? json_integer(value) : json_null();
}

static json_t *
signal_or_null(int number)
{
    return number == 0 ? json_null() : string(signal_name(number));
}

/* --- The parts of a report ---------------------------------------------------- */

static json_t *
place_json(const refcheck_place *place)
{
    if (place->offset == 0) {
        return json_null();
    }
    return json_pack("{s:o, s:o, s:i, s:o, s:o, s:o}",
                     "library", string(place->library),
                     "file", string(refcheck_basename(place->file)),
                     "line", place->line,
                     "function", string(place->function),
                     "api", known(place->api),
                     "source", known(place->source));
}

static json_t *
ledger_json(const refcheck_report *report, int first, int steps)
{
    static const char *const what[] = {
        [REFCHECK_BEFORE] = "before", [REFCHECK_MADE] = "made",
        [REFCHECK_TAKEN] = "taken", [REFCHECK_GIVEN] = "given",
        [REFCHECK_FREED] = "freed", [REFCHECK_USED] = "used",
        [REFCHECK_AFTER] = "after",
    };
    json_t *ledger = json_array();
    for (int i = first; i < first + steps; i++) {
        const refcheck_step *s = &report->step[i];
        json_t *step = json_pack("{s:s, s:i, s:I, s:o}",
                                 "what", what[s->what],
                                 "change", s->change,
                                 "count", (json_int_t)s->count,
                                 "place", place_json(&s->place));
        if (json_array_append_new(ledger, step) < 0) {
            json_decref(ledger);
            return NULL;
        }
    }
    return ledger;
}

static json_t *
finding_json(const refcheck_report *report, const refcheck_finding *f)
{
    static const char *const what[] = {
        [REFCHECK_OBJECT] = "object", [REFCHECK_REFERENCE] = "reference",
        [REFCHECK_MEMORY] = "memory", [REFCHECK_RESOURCE] = "resource",
    };
    char sentence[1024];
    refcheck_describe(f, sentence, sizeof(sentence));

    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o,"
                     " s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
                     "kind", refcheck_verdict_name(f->kind),
                     "what", what[f->what],
                     "type", string(f->type),
                     "repr", known(f->repr),
                     "name", known(f->name),
                     "per_call", number(f->per_call),
                     "bytes_per_call", number(f->bytes_per_call),
                     "nth", positive(f->nth),
                     "signal", signal_or_null(f->signal),
                     "message", known(f->message),
                     "made", place_json(&f->made),
                     "freed", place_json(&f->freed),
                     "used", place_json(&f->used),
                     "kept_by", known(f->kept_by),
                     "failing", positive(f->failing),
                     "failed", place_json(&f->failed),
                     "sentence", string(sentence),
                     "ledger", ledger_json(report, f->first_step, f->steps));
}

static json_t *
findings_json(const refcheck_report *report)
{
    json_t *findings = json_array();
    for (int i = 0; i < report->found; i++) {
        json_t *finding = finding_json(report, &report->finding[i]);
        if (json_array_append_new(findings, finding) < 0) {
            json_decref(findings);
            return NULL;
        }
    }
    return findings;
}

static json_t *
sweep_json(const refcheck_sweep *sweep)
{
    if (!sweep->ran) {
        return json_null();
    }
    return json_pack("{s:i, s:i, s:i, s:o}",
                     "tried", sweep->tried,
                     "survived", sweep->survived,
                     "raised", sweep->raised,
                     "first", place_json(&sweep->first));
}

static json_t *
plain_json(const refcheck_plain *plain)
{
    if (!plain->ran) {
        return json_null();
    }
    return json_pack("{s:i, s:o, s:o, s:o}",
                     "calls", plain->calls,
                     "signal", signal_or_null(plain->signal),
                     "blocks_per_call", number(plain->blocks_per_call),
                     "message", known(plain->message));
}

static json_t *
check_json(const refcheck_options *options, const refcheck_report *report,
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
    return json_pack("{s:b, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:i, s:o,"
                     " s:i, s:o, s:o, s:o}",
                     "passed", passed,
                     "setup", string(options->setup ? options->setup : ""),
                     "statement", string(options->statement),
                     "raises", known(options->raises),
                     "raised", known(report->raised),
                     "verdict", refcheck_verdict_name(report->verdict),
                     "summary", string(summary),
                     "error", known(report->error),
                     "note", known(report->note),
                     "calls", report->calls,
                     "findings", findings_json(report),
                     "left_out", report->left_out,
                     "followed", ledger_json(report, report->first_followed,
                                             report->followed),
                     "sweep", sweep_json(&report->sweep),
                     "plain", plain_json(&report->plain));
}

/* --- The document --------------------------------------------------------------- */

static void
discard(refcheck_json *json)
{
    json_decref(json->root);
    json_decref(json->checks);
    json_decref(json->runs);
    free(json);
}

refcheck_json *
refcheck_json_new(const char *skipped)
{
    char version[32];
    snprintf(version, sizeof(version), "%d.%d.%d", PY_MAJOR_VERSION,
             PY_MINOR_VERSION, PY_MICRO_VERSION);
#ifdef Py_DEBUG
    const int debug = 1;
#else
    const int debug = 0;
#endif
    refcheck_json *json = malloc(sizeof(*json));
    if (json == NULL) {
        return NULL;
    }
    json->gravest = skipped ? REFCHECK_UNMEASURABLE : REFCHECK_CLEAN;
    json->checks = json_array();
    json->runs = json_array();
    json->root = json_pack("{s:i, s:{s:s, s:b}}", "refcheck", 2,
                           "python", "version", version, "debug", debug);
    if (json->checks == NULL || json->runs == NULL || json->root == NULL
        || (skipped != NULL && json_object_set_new(json->root, "skipped",
                                                   string(skipped)) < 0)) {
        discard(json);
        return NULL;
    }
    return json;
}

static json_t *
labels_json(const refcheck_label *labels, int nlabels)
{
    json_t *object = json_object();
    int failed = 0;
    for (int i = 0; i < nlabels; i++) {
        failed |= json_object_set_new(object, labels[i].name,
                                      known(labels[i].value));
    }
    if (failed) {
        json_decref(object);
        return NULL;
    }
    return object;
}

int
refcheck_json_add_run(refcheck_json *json, const refcheck_label *labels,
                      int nlabels)
{
    return json_array_append_new(json->runs, labels_json(labels, nlabels));
}

int
refcheck_json_add(refcheck_json *json, const refcheck_options *options,
                  const refcheck_report *report, const refcheck_label *labels,
                  int nlabels, int passed)
{
    json_t *check = labels_json(labels, nlabels);
    json_t *fields = check_json(options, report, passed);
    int failed = json_object_update(check, fields);
    json_decref(fields);
    if (failed) {
        json_decref(check);
        return -1;
    }
    if (report->verdict > json->gravest) {
        json->gravest = report->verdict;
    }
    return json_array_append_new(json->checks, check);
}

/* The verdict comes before the checks, and is known only after them. */
static int
finish(refcheck_json *json)
{
    if (json_object_set_new(json->root, "verdict",
                            string(refcheck_verdict_name(json->gravest))) < 0
        || json_object_set(json->root, "checks", json->checks) < 0
        || (json_array_size(json->runs) > 0
            && json_object_set(json->root, "runs", json->runs) < 0)) {
        errno = ENOMEM;
        return -1;
    }
    return 0;
}

int
refcheck_json_write(refcheck_json *json, const char *path)
{
    const size_t flags = JSON_INDENT(1) | JSON_REAL_PRECISION(9);
    bool to_stdout = strcmp(path, "-") == 0;
    FILE *file = to_stdout ? stdout : fopen(path, "w");
    int failed = file == NULL || finish(json) < 0
                 || json_dumpf(json->root, file, flags) < 0
                 || fputc('\n', file) == EOF || fflush(file) == EOF;
    int error = errno;
    if (file != NULL && !to_stdout && fclose(file) == EOF && !failed) {
        failed = 1;
        error = errno;
    }
    discard(json);
    errno = error;
    return failed ? -1 : 0;
}
