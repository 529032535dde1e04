/* The command, with the manners of python -m timeit. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/refcheck/command/command.h"

/* --- Results ------------------------------------------------------------------ */

static int
status_of(const refcheck_report *report)
{
    return report->verdict <= REFCHECK_GROWS ? CLEAN
        : report->verdict == REFCHECK_UNMEASURABLE ? NOT_MEASURED : FOUND;
}

/* One line on a terminal that is written again and again. */
static void
show_progress(const command *c, int i)
{
    if (c->file != NULL && isatty(STDERR_FILENO)) {
        fprintf(stderr, "\r\033[K%d of %d: %.60s", i + 1, c->nchecks,
                c->checks[i].statement);
        fflush(stderr);
    }
}

static void
clear_progress(const command *c)
{
    if (c->file != NULL && isatty(STDERR_FILENO)) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
    }
}

static void
complain(const refcheck_report *report)
{
    fprintf(stderr, "refcheck: could not measure: %s\n", report->error);
}

/* "12: clean  m.f(1)", and under it what there is to say.  What is to be noted of
   one statement after the other, is said of the first. */
static void
print_line(const check *one, refcheck_report *report)
{
    static char said[sizeof(report->note)];
    char note[sizeof(report->note)];
    memcpy(note, report->note, sizeof(note));
    if (strcmp(note, said) == 0) {
        report->note[0] = '\0';
    }
    printf("%d: ", one->line);
    refcheck_print_verdict(stdout, report);
    printf("  %s\n", one->statement);
    if (report->verdict == REFCHECK_UNMEASURABLE) {
        printf("    %s\n", report->error);
    }
    refcheck_print_findings(stdout, report, "    ");
    memcpy(report->note, note, sizeof(note));
    memcpy(said, note, sizeof(note));
    fflush(stdout);
}

static void
print_result(const command *c, const check *one, refcheck_report *report)
{
    if (one->line == 0 && report->verdict == REFCHECK_UNMEASURABLE) {
        complain(report);
    }
    else if (one->line == 0 && c->to_people) {
        refcheck_print(stdout, report);
    }
    else if (c->to_people) {
        print_line(one, report);
    }
}

static void
print_summary(const command *c, const int *counts, const refcheck_report *last)
{
    printf("%d statement%s:", c->nchecks, c->nchecks == 1 ? "" : "s");
    const char *separator = " ";
    for (int v = REFCHECK_CLEAN; v <= REFCHECK_UNMEASURABLE; v++) {
        if (counts[v] > 0) {
            printf("%s%d %s", separator, counts[v], refcheck_verdict_words(v));
            separator = ", ";
        }
    }
    printf("; CPython %s%s\n", last->python, last->python_debug ? " debug" : "");
}

/* --- All of it ---------------------------------------------------------------- */

static void
add_to_report(refcheck_json *json, const command *c, const check *one,
              const refcheck_report *report)
{
    char line[16];
    const refcheck_label label = {"line", line};
    snprintf(line, sizeof(line), "%d", one->line);
    if (json != NULL
        && refcheck_json_add(json, &c->options, report, &label, one->line > 0,
                             status_of(report) == CLEAN) < 0) {
        refuse("there is no memory for the report");
    }
}

/* Without a session, *report says why, and is that of each check. */
static int
run_checks(command *c, refcheck_session *session, refcheck_report *report,
           refcheck_json *json)
{
    int counts[REFCHECK_UNMEASURABLE + 1] = {0};
    int worst = CLEAN;
    for (int i = 0; i < c->nchecks; i++) {
        const check *one = &c->checks[i];
        c->options.statement = one->statement;
        if (session != NULL) {
            show_progress(c, i);
            (void)refcheck_check(session, &c->options, report);
            clear_progress(c);
            print_result(c, one, report);
        }
        int status = status_of(report);
        worst = status > worst ? status : worst;
        counts[report->verdict]++;
        add_to_report(json, c, one, report);
    }
    if (session == NULL) {
        complain(report);
    }
    else if (c->file != NULL && c->to_people) {
        print_summary(c, counts, report);
    }
    return worst;
}

int
main(int argc, char **argv)
{
    static refcheck_report report;      /* large */
    command c = {0};

    /* Under `bazel run`, paths are relative to where it was typed. */
    const char *typed_in = getenv("BUILD_WORKING_DIRECTORY");
    if (typed_in != NULL && chdir(typed_in) < 0) {
        refuse("cannot go to %s: %s", typed_in, strerror(errno));
    }
    read_options(argc, argv, &c);
    read_statements(argc - optind, argv + optind, &c);

    refcheck_json *json = c.json == NULL ? NULL : refcheck_json_new(NULL);
    if (c.json != NULL && json == NULL) {
        refuse("there is no memory for the report");
    }
    refcheck_session *session = refcheck_open(&c.options, &report);
    int status = run_checks(&c, session, &report, json);
    refcheck_close(session);
    if (json != NULL && refcheck_json_write(json, c.json) < 0) {
        refuse("cannot write the report to %s: %s", c.json, strerror(errno));
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        refuse("cannot write to stdout: %s", strerror(errno));
    }
    return status;
}
