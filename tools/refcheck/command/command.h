/* What the files of the command share. */
#ifndef REFCHECK_COMMAND_H
#define REFCHECK_COMMAND_H

#include <stdbool.h>

#include "tools/refcheck/refcheck.h"

enum { CLEAN = 0, FOUND = 1, NOT_MEASURED = 2 };    /* exit statuses */

typedef struct {
    const char *statement;
    int line;                   /* in the file, 0: on the command line */
} check;

typedef struct {
    refcheck_options options;
    const char *file, *json;    /* NULL: none */
    bool to_people;             /* stdout is for them, not for JSON */
    check *checks;
    int nchecks;
} command;

/* options.c.  These end the command where it is wrong. */
void read_options(int argc, char **argv, command *c);
void read_statements(int argc, char **argv, command *c);
/* Ends the command: it is wrong, or nothing can be measured at all. */
void refuse(const char *format, ...)
    __attribute__((format(printf, 1, 2), noreturn));

#endif /* REFCHECK_COMMAND_H */
