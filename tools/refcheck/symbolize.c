/* From an address in the module to file, line and function, by addr2line of
   binutils, which knows every debug format and all about inlining. */
#include "tools/refcheck/internal.h"

#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PLACES = 3 * REFCHECK_MAX_FINDINGS };

extern char **environ;

/* Py_DECREF() is inlined from CPython's headers: the line wanted is that of
   the code which contains it. */
static bool
is_header(const char *path)
{
    size_t n = strlen(path);
    return n > 2 && strcmp(path + n - 2, ".h") == 0;
}

/* Reads the answer to one address: pairs of lines, function and file:line,
   the innermost inlined function first, until the next address ("0x..."). */
static void
read_frames(FILE *answer, char **line, size_t *size, refcheck_place *place)
{
    bool found = false;
    while (getline(line, size, answer) > 0 && strncmp(*line, "0x", 2) != 0) {
        char function[sizeof(place->function)];
        (*line)[strcspn(*line, "\n")] = '\0';
        rc_set_string(function, sizeof(function), *line);
        if (getline(line, size, answer) <= 0) {
            break;
        }
        char *colon = strrchr(*line, ':');
        if (found || colon == NULL || (*line)[0] == '?') {
            continue;
        }
        *colon = '\0';
        rc_set_string(place->file, sizeof(place->file), *line);
        place->line = atoi(colon + 1);
        rc_set_string(place->function, sizeof(place->function), function);
        found = !is_header(*line);
    }
}

static FILE *
ask(const char *module, refcheck_place **places, int n, pid_t *pid)
{
    char addresses[PLACES][24];
    char *argv[PLACES + 8] = {"addr2line", "-a", "-f", "-i", "-e",
                              (char *)module};
    int argc = 6, ends[2];
    for (int i = 0; i < n; i++) {
        snprintf(addresses[i], sizeof(addresses[i]), "%#lx",
                 (unsigned long)places[i]->offset);
        argv[argc++] = addresses[i];
    }
    if (pipe(ends) < 0) {
        return NULL;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    int failed = posix_spawnp(pid, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    FILE *answer = failed ? NULL : fdopen(ends[0], "r");
    if (answer == NULL) {
        close(ends[0]);
    }
    return answer;
}

/* Without addr2line or without -g, lines stay unknown: no error. */
void
symbolize(const char *module, refcheck_report *report)
{
    refcheck_place *places[PLACES];
    int n = 0;
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        refcheck_place *all[] = {&f->made, &f->freed, &f->used};
        for (int k = 0; k < 3; k++) {
            if (all[k]->offset != 0) {
                places[n++] = all[k];
            }
        }
    }
    pid_t pid;
    FILE *answer = n > 0 ? ask(module, places, n, &pid) : NULL;
    if (answer == NULL) {
        return;
    }
    char *line = NULL;
    size_t size = 0;
    if (getline(&line, &size, answer) > 0) {        /* the first address */
        for (int i = 0; i < n; i++) {
            read_frames(answer, &line, &size, places[i]);
        }
    }
    free(line);
    fclose(answer);
    waitpid(pid, NULL, 0);
}
