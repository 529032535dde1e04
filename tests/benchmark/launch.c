/* launch REPORT COMMAND...: runs a command and writes what it took to REPORT, as
   "wall cpu peak status": seconds, seconds, KiB of its largest process, and the
   exit status or minus the signal.

   It is no part of benchmark.py, as a process counts the memory of the one it was
   forked from as its own peak, and that must be a small one.  What the command
   writes is limited: a heap profiler's log can fill a disk. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const rlim_t MOST_WRITTEN = 256 << 20;

static double
seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double
in_seconds(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

int
main(int argc, char **argv)
{
    struct rlimit limit = {MOST_WRITTEN, MOST_WRITTEN};
    struct rusage used;
    int status;

    if (argc < 3) {
        fprintf(stderr, "usage: launch REPORT COMMAND...\n");
        return 2;
    }
    double start = seconds();
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_FSIZE, &limit);
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) < 0) {
        perror("launch");
        return 2;
    }
    double wall = seconds() - start;

    FILE *report = fopen(argv[1], "w");
    if (report == NULL) {
        perror(argv[1]);
        return 2;
    }
    fprintf(report, "%.6f %.6f %ld %d\n", wall,
            in_seconds(used.ru_utime) + in_seconds(used.ru_stime),
            used.ru_maxrss,
            WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status));
    return fclose(report) == 0 ? 0 : 2;
}
