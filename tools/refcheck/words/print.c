/* A report for people, on lines of a terminal. */
#include "tools/refcheck/internal.h"

#include <inttypes.h>
#include <string.h>

enum { MAX_BAR = 12 };

/* One line of a ledger, or of the places where there is none. */
typedef struct {
    char where[REFCHECK_WHERE];     /* "15", "leaky.c:15" where there are several
                                       files, or "" */
    const char *api;
    char what[40];
    int64_t count;                  /* -1: none is known */
    const char *source;
} row;

typedef struct {
    const refcheck_place *file;     /* the one that all lines are of, or NULL */
    int rows;
    row row[REFCHECK_MAX_STEPS];
} table;

/* --- Steps ------------------------------------------------------------------- */

/* One file for all lines needs no name at each. */
static bool
is_of_one_file(const refcheck_place *const *places, int n)
{
    for (int i = 0; i < n; i++) {
        if (places[i]->line == 0
            || strcmp(places[i]->file, places[0]->file) != 0) {
            return false;
        }
    }
    return n > 0;
}

static row *
add_row(table *t, const refcheck_place *place, int64_t count)
{
    row *r = &t->row[t->rows++];
    *r = (row){.api = place->api, .count = count, .source = place->source};
    if (place->offset == 0) {
        r->api = "";
    }
    else if (t->file != NULL) {
        snprintf(r->where, sizeof(r->where), "%d", place->line);
    }
    else {
        describe_where(place, r->where);
    }
    return r;
}

/* What is wrong with the count after the call, beside the one before it. */
static const char *
remark(const refcheck_finding *f, int64_t excess, char text[40])
{
    if (f == NULL || f->kind == REFCHECK_GROWS || excess == 0) {
        return "";
    }
    char number[24] = "one";
    if (excess != 1 && excess != -1) {
        snprintf(number, sizeof(number), "%" PRId64,
                 excess > 0 ? excess : -excess);
    }
    snprintf(text, 40, "<- %s too %s", number, excess > 0 ? "many" : "few");
    return text;
}

static void
set_what(row *r, const refcheck_step *step)
{
    int n = step->change > 0 ? step->change : -step->change;
    switch (step->what) {
    case REFCHECK_BEFORE: strcpy(r->what, "before the call"); break;
    case REFCHECK_MADE: strcpy(r->what, "new reference"); break;
    case REFCHECK_FREED: strcpy(r->what, "gives the last back"); break;
    case REFCHECK_USED:
        strcpy(r->what, step->change < 0 ? "gives back what is gone"
                                         : "uses what is gone");
        break;
    case REFCHECK_AFTER: strcpy(r->what, "after the call"); break;
    case REFCHECK_TAKEN:
        snprintf(r->what, sizeof(r->what), n == 1 ? "takes one" : "takes %d", n);
        break;
    case REFCHECK_GIVEN:
        snprintf(r->what, sizeof(r->what),
                 n == 1 ? "gives one back" : "gives %d back", n);
        break;
    }
    bool call = step->what == REFCHECK_BEFORE || step->what == REFCHECK_AFTER;
    if (step->place.offset == 0 && !call) {
        r->api = "(Python)";
    }
}

static void
fill_from_ledger(table *t, const refcheck_step *steps, int n)
{
    const refcheck_place *places[REFCHECK_MAX_STEPS];
    int known = 0;
    for (int i = 0; i < n; i++) {
        if (steps[i].place.offset != 0) {
            places[known++] = &steps[i].place;
        }
    }
    t->file = is_of_one_file(places, known) ? places[0] : NULL;
    t->rows = 0;
    for (int i = 0; i < n; i++) {
        set_what(add_row(t, &steps[i].place, steps[i].count), &steps[i]);
    }
}

/* Without a ledger: the places that the finding names. */
static void
fill_from_places(table *t, const refcheck_finding *f)
{
    const refcheck_place *const all[] = {&f->made, &f->failed, &f->freed,
                                         &f->used};
    const char *const words[] = {
        "made", "fails", "freed",
        f->kind == REFCHECK_OVER_RELEASE ? "released"
            : f->what == REFCHECK_REFERENCE ? "taken" : "used",
    };
    const refcheck_place *places[4];
    const char *what[4];
    int known = 0;
    for (int i = 0; i < 4; i++) {
        if (all[i]->offset != 0 && all[i]->source[0] != '\0') {
            what[known] = words[i];
            places[known++] = all[i];
        }
    }
    t->file = is_of_one_file(places, known) ? places[0] : NULL;
    t->rows = 0;
    for (int i = 0; i < known; i++) {
        strcpy(add_row(t, places[i], -1)->what, what[i]);
    }
}

/* --- Lines ------------------------------------------------------------------- */

static int
wider(int width, const char *cell)
{
    int length = (int)strlen(cell);
    return length > width ? length : width;
}

/* "2 ##": the eye follows the count; a long bar is cut off. */
static void
write_count(char *cell, size_t size, int64_t count)
{
    if (count < 0) {
        *cell = '\0';
        return;
    }
    int n = count <= MAX_BAR ? (int)count : MAX_BAR;
    snprintf(cell, size, "%3" PRId64 " %.*s%s", count, n, "############",
             count > n ? "..." : "");
}

/* An empty column takes no room. */
static const char *
gap(int width)
{
    return width > 0 ? "  " : "";
}

static void
print_table(FILE *file, const table *t, const char *indent,
            const char *last_remark)
{
    int where = 0, api = 0, what = 0, count = 0;
    char counts[48];
    for (int i = 0; i < t->rows; i++) {
        write_count(counts, sizeof(counts), t->row[i].count);
        where = wider(where, t->row[i].where);
        api = wider(api, t->row[i].api);
        what = wider(what, t->row[i].what);
        count = wider(count, counts);
    }
    for (int i = 0; i < t->rows; i++) {
        const row *r = &t->row[i];
        const char *source = r->source + strspn(r->source, " \t");
        char line[1024];
        write_count(counts, sizeof(counts), r->count);
        int n = snprintf(line, sizeof(line), "%*s%s%-*s%s%-*s%s%-*s%s%s%s",
                         t->file != NULL ? where : -where, r->where, gap(where),
                         api, r->api, gap(api), what, r->what, gap(what),
                         count, counts, gap(count),
                         source, i == t->rows - 1 ? last_remark : "");
        while (n > 0 && line[n - 1] == ' ') {
            line[--n] = '\0';
        }
        fprintf(file, "%s  %s\n", indent, line);
    }
}

static void
print_finding(FILE *file, const refcheck_report *report,
              const refcheck_finding *f, const char *indent)
{
    static table t;         /* large */
    char sentence[1024], text[40];
    bool consequence = f->kept_by[0] != '\0';
    refcheck_describe(f, sentence, sizeof(sentence));
    fprintf(file, "%s%s: %s\n", indent,
            consequence ? "  also" : refcheck_verdict_words(f->kind), sentence);

    const refcheck_step *steps = &report->step[f->first_step];
    if (f->steps > 0) {
        const refcheck_step *last = &steps[f->steps - 1];
        int64_t before = steps[0].what == REFCHECK_BEFORE ? steps[0].count : 0;
        fill_from_ledger(&t, steps, f->steps);
        print_table(file, &t, indent, remark(f, last->count - before, text));
    }
    else if (!consequence) {
        fill_from_places(&t, f);
        print_table(file, &t, indent, "");
    }
}

static bool
lacks_lines(const refcheck_report *report)
{
    for (int i = 0; i < report->found; i++) {
        const refcheck_finding *f = &report->finding[i];
        const refcheck_place *const places[] = {&f->made, &f->freed, &f->used};
        for (int k = 0; k < 3; k++) {
            if (places[k]->offset != 0 && places[k]->line == 0) {
                return true;
            }
        }
    }
    return false;
}

static void
print_sweep(FILE *file, const refcheck_sweep *sweep, const char *indent)
{
    char where[REFCHECK_WHERE];
    if (sweep->tried == 0) {
        fprintf(file, "%sthe call makes no allocation that could fail\n",
                indent);
        return;
    }
    fprintf(file, "%s%d of %d failing allocations survived, %d by an exception",
            indent, sweep->survived, sweep->tried, sweep->raised);
    if (sweep->first.offset != 0) {
        describe_where(&sweep->first, where);
        fprintf(file, "; the first that was not: %s at %s", sweep->first.api,
                where);
    }
    fputc('\n', file);
}

static void
print_plain(FILE *file, const refcheck_plain *plain, const char *indent)
{
    fprintf(file, "%swithout the checker: %d calls, %+.3g blocks a call",
            indent, plain->calls, plain->blocks_per_call);
    if (plain->signal != 0) {
        fprintf(file, ", then %s", signal_name(plain->signal));
    }
    fprintf(file, "%s%s\n", plain->message[0] ? ": " : "", plain->message);
}

void
refcheck_print_findings(FILE *file, const refcheck_report *report,
                        const char *indent)
{
    for (int i = 0; i < report->found; i++) {
        print_finding(file, report, &report->finding[i], indent);
    }
    if (report->left_out > 0) {
        fprintf(file, "%sand %d more\n", indent, report->left_out);
    }
    if (report->followed > 0) {
        static table t;     /* large */
        fprintf(file, "%sthe object that was followed:\n", indent);
        fill_from_ledger(&t, &report->step[report->first_followed],
                         report->followed);
        print_table(file, &t, indent, "");
    }
    if (report->sweep.ran) {
        print_sweep(file, &report->sweep, indent);
    }
    if (report->plain.ran) {
        print_plain(file, &report->plain, indent);
    }
    if (report->note[0] != '\0') {
        fprintf(file, "%s%s\n", indent, report->note);
    }
    if (lacks_lines(report) && strstr(report->note, "-g") == NULL) {
        fprintf(file, "%sbuild the extension with -g, and its lines are named\n",
                indent);
    }
}

/* " (each call raises TypeError: ...)"; of several lines the first. */
static void
print_raised(FILE *file, const refcheck_report *report, const char *before,
             const char *after)
{
    if (report->raised[0] != '\0') {
        fprintf(file, "%s%.*s%s", before,
                (int)strcspn(report->raised, "\r\n"), report->raised, after);
    }
}

void
refcheck_print_verdict(FILE *file, const refcheck_report *report)
{
    fputs(refcheck_verdict_words(report->verdict), file);
    print_raised(file, report, " (each call raises ", ")");
}

void
refcheck_print(FILE *file, const refcheck_report *report)
{
    if (report->error[0] != '\0') {
        fprintf(file, "could not measure: %s\n", report->error);
        return;
    }
    if (report->found == 0) {
        refcheck_print_verdict(file, report);
        fputc('\n', file);
    }
    refcheck_print_findings(file, report, "");
    if (report->calls == 0 && report->found > 0) {
        fputs("in the first call", file);
    }
    else {
        fprintf(file, "%d calls", report->calls);
    }
    if (report->found > 0) {
        print_raised(file, report, ", each raises ", "");
    }
    fprintf(file, ", CPython %s%s\n", report->python,
            report->python_debug ? " debug" : "");
}
