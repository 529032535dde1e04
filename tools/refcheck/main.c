/* The command: refcheck [options] MODULE STATEMENT */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/refcheck/refcheck.h"

enum { CLEAN = 0, FOUND = 1, USAGE = 2, NOT_MEASURED = 3 };

static const char help[] =
    "usage: refcheck [options] MODULE STATEMENT\n"
    "\n"
    "Runs STATEMENT again and again, with the extension module in the file\n"
    "MODULE bound to `m`, and says what became of every reference. With - for\n"
    "MODULE, the setup may import one: 'import package.extension as m'.\n"
    "\n"
    "  -s, --setup SOURCE    Python to run once, before the calls\n"
    "  -r, --raises NAME     the exception that STATEMENT must raise\n"
    "  -w, --warmup N        calls before the first reading (3)\n"
    "  -n, --calls N         calls a round, of three (4)\n"
    "  -t, --timeout SECONDS for one run of all calls (60)\n"
    "  -o, --output          show what STATEMENT prints\n"
    "  -j, --json FILE       write the report to FILE, too (-: stdout, alone)\n"
    "  -h, --help            this text\n"
    "\n"
    "Build the extension with -g, and the lines are named. Exit status: 0 clean,\n"
    "1 something was found, 2 the command is wrong, 3 it could not be measured.\n";

typedef struct {
    refcheck_options check;
    const char *json;
} command;

static int
refuse(const char *what, const char *value)
{
    fprintf(stderr, "refcheck: %s%s; see refcheck --help\n", what, value);
    return USAGE;
}

static bool
read_count(const char *word, int *count)
{
    char *end;
    long n = strtol(word, &end, 10);
    *count = (int)n;
    return *word != '\0' && *end == '\0' && n > 0 && n <= 1000000;
}

/* Returns -1 to go on, or an exit status. */
static int
read_options(int argc, char **argv, command *c)
{
    static const struct option longs[] = {
        {"setup", required_argument, NULL, 's'},
        {"raises", required_argument, NULL, 'r'},
        {"warmup", required_argument, NULL, 'w'},
        {"calls", required_argument, NULL, 'n'},
        {"timeout", required_argument, NULL, 't'},
        {"output", no_argument, NULL, 'o'},
        {"json", required_argument, NULL, 'j'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    char *end;
    for (int o; (o = getopt_long(argc, argv, "s:r:w:n:t:oj:h", longs, NULL)) != -1; ) {
        switch (o) {
        case 's': c->check.setup = optarg; break;
        case 'r': c->check.raises = optarg; break;
        case 'o': c->check.show_output = 1; break;
        case 'j': c->json = optarg; break;
        case 'h': fputs(help, stdout); return CLEAN;
        case 'w':
        case 'n':
            if (!read_count(optarg, o == 'w' ? &c->check.warmup
                                             : &c->check.calls)) {
                return refuse("a number of calls from 1 to 1000000 is wanted, "
                              "not ", optarg);
            }
            break;
        case 't':
            c->check.timeout = strtod(optarg, &end);
            if (*end != '\0' || !(c->check.timeout > 0)) {
                return refuse("a time in seconds is wanted, not ", optarg);
            }
            break;
        default:
            return USAGE;           /* getopt_long() has said why */
        }
    }
    if (argc - optind != 2) {
        return refuse("MODULE and STATEMENT are wanted, in this order", "");
    }
    const char *module = argv[optind];
    c->check.module = strcmp(module, "-") == 0 ? NULL : module;
    c->check.statement = argv[optind + 1];
    return -1;
}

static void
print_report(const refcheck_report *report)
{
    char sentence[1024];
    for (int i = 0; i < report->found; i++) {
        const refcheck_finding *f = &report->finding[i];
        refcheck_describe(f, sentence, sizeof(sentence));
        printf("%s: %s\n", f->kept_by[0] ? "  also"
                                         : refcheck_verdict_name(f->kind),
               sentence);
    }
    if (report->found == 0) {
        printf("clean\n");
    }
    if (report->left_out > 0) {
        printf("and %d findings more\n", report->left_out);
    }
    printf("%d calls, CPython %s%s\n", report->calls, report->python,
           report->python_debug ? " debug" : "");
}

static int
write_json(const command *c, const refcheck_report *report)
{
    refcheck_json *json = refcheck_json_new(NULL);
    if (json == NULL
        || refcheck_json_add(json, &c->check, report, NULL, 0,
                             report->found == 0) < 0) {
        return refuse("there is no memory for the report", "");
    }
    if (refcheck_json_write(json, c->json) < 0) {
        return refuse("cannot write the report to ", c->json);
    }
    return -1;
}

int
main(int argc, char **argv)
{
    static refcheck_report report;
    command c = {.check.plain = 1};

    /* Under `bazel run`, paths are relative to where it was typed. */
    const char *typed_in = getenv("BUILD_WORKING_DIRECTORY");
    if (typed_in != NULL && chdir(typed_in) < 0) {
        return refuse("cannot go to ", typed_in);
    }
    int status = read_options(argc, argv, &c);
    if (status >= 0) {
        return status;
    }
    int failed = refcheck_run(&c.check, &report);
    if (c.json != NULL && (status = write_json(&c, &report)) >= 0) {
        return status;
    }
    if (failed) {
        fprintf(stderr, "refcheck: could not measure: %s\n", report.error);
        return NOT_MEASURED;
    }
    if (c.json == NULL || strcmp(c.json, "-") != 0) {
        print_report(&report);
    }
    return report.found == 0 ? CLEAN : FOUND;
}
