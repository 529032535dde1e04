/* What the command was told. */
#include <Python.h>

#include <dlfcn.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "tools/refcheck/command/command.h"

static const char help[] =
    "usage: refcheck [option]... [-s SETUP]... STATEMENT...\n"
    "\n"
    "Runs STATEMENT again and again, in a process of its own, and says what became\n"
    "of every reference: what a call leaves behind, releases too often or uses after\n"
    "its end, and on which lines of C. Lines are named of the modules that SETUP\n"
    "imports. Several -s, and several STATEMENTs, are lines of one.\n"
    "\n"
    "  refcheck -s 'import mymod' 'mymod.parse(b\"abc\")'\n"
    "  refcheck -p build -s 'import mymod' -s 'x = [1.5]' 'mymod.total(x)'\n"
    "  refcheck -s 'import mymod' --raises TypeError 'mymod.parse(None)'\n"
    "  refcheck -s 'import mymod' --allocations --file checks.txt\n"
    "\n"
    "  -s, --setup SOURCE    Python to run once, before the calls\n"
    "  -p, --path DIR        import from DIR, then from the current folder\n"
    "  -f, --file FILE       check each line of FILE (-: stdin) by itself; a line\n"
    "                        that starts with # is a comment\n"
    "  -a, --allocations     let each allocation of the call fail once, too\n"
    "  -r, --raises NAME     the exception that each call must raise; without it, a\n"
    "                        call may raise what it likes\n"
    "  -q, --quick           a first look, in a fifth of the time where much\n"
    "                        is wrong: without lines, and a cache that fills\n"
    "                        looks like a leak\n"
    "  -n, --calls N         calls between two readings (4); of three readings\n"
    "  -w, --warmup N        calls before the first reading (3)\n"
    "  -t, --timeout SECONDS for one run of all calls (60)\n"
    "  -o, --output          show what the statement prints\n"
    "  -j, --json[=FILE]     the report as JSON, alone, or to FILE as well\n"
    "  -V, --version         which CPython it runs\n"
    "  -h, --help            this text\n"
    "\n"
    "A good statement uses fresh objects from SETUP: a float, a list, bytes of\n"
    "several letters. None, small ints and interned strings are immortal from CPython\n"
    "3.12 on, and hide the bug. Try the calls that fail, too: most leaks are there.\n"
    "Build the extension with -g, and the lines are named.\n"
    "\n"
    "Exit status: 0 clean, or what SETUP made grows; 1 a bug; 2 it could not be\n"
    "measured, or the command is wrong. Of several checks, the highest.\n";

void
refuse(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("refcheck: ", stderr);
    vfprintf(stderr, format, args);
    fputs("\n", stderr);
    va_end(args);
    exit(NOT_MEASURED);
}

/* --- Options ----------------------------------------------------------------- */

static int
read_count(const char *word)
{
    char *end;
    errno = 0;
    long n = strtol(word, &end, 10);
    if (*word == '\0' || *end != '\0' || n < 1 || n > 1000000) {
        refuse("a number of calls from 1 to 1000000 is wanted, not %s", word);
    }
    return (int)n;
}

static double
read_seconds(const char *word)
{
    char *end;
    double seconds = strtod(word, &end);
    if (*word == '\0' || *end != '\0' || !(seconds > 0 && seconds <= 1e6)) {
        refuse("a time in seconds is wanted, not %s", word);
    }
    return seconds;
}

/* Adds a line, or a folder, to what there is. */
static const char *
join(const char *before, const char *separator, const char *added)
{
    char *joined;
    if (asprintf(&joined, "%s%s%s", before == NULL ? "" : before,
                 before == NULL ? "" : separator, added) < 0) {
        refuse("there is no memory for the options");
    }
    return joined;
}

static const char *
add_folder(const char *path, const char *folder)
{
    char *absolute = realpath(folder, NULL);
    if (absolute == NULL || strchr(absolute, ':') != NULL) {
        refuse("cannot import from %s: %s", folder, absolute == NULL
               ? strerror(errno) : "there is a colon in its name");
    }
    path = join(path, ":", absolute);
    free(absolute);
    return path;
}

static void
print_version(void)
{
    Dl_info library = {0};
    (void)dladdr((void *)(uintptr_t)&Py_GetVersion, &library);
    printf("refcheck, CPython %.*s%s (%s)\n", (int)strcspn(Py_GetVersion(), " "),
           Py_GetVersion(),
#ifdef Py_DEBUG
           " debug",
#else
           "",
#endif
           library.dli_fname != NULL ? library.dli_fname : "unknown library");
}

void
read_options(int argc, char **argv, command *c)
{
    static const struct option longs[] = {
        {"setup", required_argument, NULL, 's'},
        {"path", required_argument, NULL, 'p'},
        {"file", required_argument, NULL, 'f'},
        {"allocations", no_argument, NULL, 'a'},
        {"raises", required_argument, NULL, 'r'},
        {"quick", no_argument, NULL, 'q'},
        {"calls", required_argument, NULL, 'n'},
        {"warmup", required_argument, NULL, 'w'},
        {"timeout", required_argument, NULL, 't'},
        {"output", no_argument, NULL, 'o'},
        {"json", optional_argument, NULL, 'j'},
        {"version", no_argument, NULL, 'V'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    refcheck_options *o = &c->options;
    for (int letter; (letter = getopt_long(argc, argv, "s:p:f:ar:qn:w:t:oj::Vh",
                                           longs, NULL)) != -1; ) {
        switch (letter) {
        case 's': o->setup = join(o->setup, "\n", optarg); break;
        case 'p': o->path = add_folder(o->path, optarg); break;
        case 'f': c->file = optarg; break;
        case 'a': o->allocations = 1; break;
        case 'r': o->raises = optarg; break;
        case 'q': o->quick = 1; break;
        case 'n': o->calls = read_count(optarg); break;
        case 'w': o->warmup = read_count(optarg); break;
        case 't': o->timeout = read_seconds(optarg); break;
        case 'o': o->show_output = 1; break;
        case 'j': c->json = optarg != NULL ? optarg : "-"; break;
        case 'V': print_version(); exit(CLEAN);
        case 'h': fputs(help, stdout); exit(CLEAN);
        default: exit(NOT_MEASURED);    /* getopt_long() has said why */
        }
    }
    o->path = join(o->path, ":", "");   /* at last the current folder */
    c->to_people = c->json == NULL || strcmp(c->json, "-") != 0;
    if (!c->to_people && o->show_output) {
        refuse("JSON and what the statement prints would be mixed on stdout: "
               "say --json=FILE, or leave --output out");
    }
}

/* --- What to check ------------------------------------------------------------- */

static void
add_check(command *c, const char *statement, int line)
{
    c->checks = realloc(c->checks, ((size_t)c->nchecks + 1) * sizeof(check));
    if (c->checks == NULL) {
        refuse("there is no memory for so many statements");
    }
    c->checks[c->nchecks++] = (check){statement, line};
}

static void
read_file(command *c)
{
    char *text = NULL;
    size_t size = 0;
    ssize_t length = 0;
    errno = 0;
    FILE *file = strcmp(c->file, "-") == 0 ? stdin : fopen(c->file, "r");
    for (int line = 1; file != NULL
                       && (length = getline(&text, &size, file)) >= 0; line++) {
        if (strlen(text) != (size_t)length) {
            refuse("line %d of %s holds a NUL: a file of Python statements is "
                   "wanted", line, c->file);
        }
        text[strcspn(text, "\r\n")] = '\0';
        const char *statement = text + strspn(text, " \t\f");
        if (*statement != '\0' && *statement != '#') {
            add_check(c, join(NULL, "", statement), line);
        }
    }
    if (errno != 0) {
        refuse("cannot read %s: %s", c->file, strerror(errno));
    }
    if (c->nchecks == 0) {
        refuse("there is no statement in %s: write one a line", c->file);
    }
    free(text);
}

void
read_statements(int argc, char **argv, command *c)
{
    if (c->file != NULL && argc > 0) {
        refuse("a statement or --file is wanted, not both");
    }
    if (c->file != NULL) {
        read_file(c);
        return;
    }
    const char *statement = NULL;
    for (int i = 0; i < argc; i++) {
        statement = join(statement, "\n", argv[i]);
    }
    if (statement == NULL) {
        refuse("there is no statement to run; see refcheck --help");
    }
    add_check(c, statement, 0);
}
