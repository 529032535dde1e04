/* Between the caller and what is checked stands a process of its own, so that
   nothing of it remains: it starts the zygote, limits each stage in time, reads
   what goes to stderr, and kills what a stage leaves behind.

   The zygote (zygote.c) forks the stages and waits for them; a plain run, which
   wants an interpreter without hooks, is forked here. */
#include "tools/refcheck/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const double GRACE = 2;  /* seconds for a killed process to be gone */

static struct {
    const refcheck_options *options;
    int caller;                 /* a byte for each stage comes in, one goes out */
    int zygote;                 /* the same, to the zygote; -1: there is none */
    int messages[2];            /* stderr of all below us */
    int signals;                /* signalfd: children die, or the caller does */
    pid_t caller_pid;
    bool over;                  /* nobody wants to know any more */
    pid_t zygote_pid, plain_pid;
    sigset_t mask;              /* that of the caller */
} super;

/* --- What is written to stderr --------------------------------------------- */

/* Megabytes may come: the end is kept. */
static void
drain(void)
{
    char text[4096];
    char *tail = rc_shared->tail;
    size_t used = strlen(tail);
    for (ssize_t n; (n = read(super.messages[0], text, sizeof(text))) > 0; ) {
        size_t room = sizeof(rc_shared->tail) - 1 - used;
        if ((size_t)n > room) {
            size_t drop = (size_t)n - room;
            drop = drop < used ? drop : used;
            memmove(tail, tail + drop, used - drop);
            used -= drop;
        }
        memcpy(tail + used, text, (size_t)n);
        used += (size_t)n;
        tail[used] = '\0';
    }
}

/* --- Starting -------------------------------------------------------------- */

static void
die_with_parent(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* In a new process: nothing of the caller's may reach what is checked. */
static void
become_clean(int keep)
{
    for (int number = 1; number < NSIG; number++) {
        signal(number, SIG_DFL);
    }
    sigprocmask(SIG_SETMASK, &super.mask, NULL);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    if (!super.options->show_output) {
        dup2(null, STDOUT_FILENO);
    }
    if (null > STDERR_FILENO) {
        close(null);
    }
    dup2(super.messages[1], STDERR_FILENO);
    int mine[] = {super.caller, super.zygote, super.messages[0],
                  super.messages[1], super.signals};
    for (size_t i = 0; i < sizeof(mine) / sizeof(*mine); i++) {
        if (mine[i] >= 0 && mine[i] != keep) {
            close(mine[i]);
        }
    }
}

static int
start_zygote(void)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
        return -1;
    }
    super.zygote_pid = fork();
    if (super.zygote_pid == 0) {
        die_with_parent();
        close(pair[0]);
        become_clean(pair[1]);
        zygote_run(pair[1], super.options);
    }
    close(pair[1]);
    super.zygote = pair[0];
    return super.zygote_pid < 0 ? -1 : 0;
}

static int
start_plain(void)
{
    super.plain_pid = fork();
    if (super.plain_pid == 0) {
        die_with_parent();
        setpgid(0, 0);
        become_clean(-1);
        child_plain(super.options);
    }
    rc_shared->child = super.plain_pid;
    return super.plain_pid < 0 ? -1 : 0;
}

/* --- Ending ---------------------------------------------------------------- */

static void
reap(void)
{
    int status;
    struct signalfd_siginfo info;
    while (read(super.signals, &info, sizeof(info)) > 0) {
        /* It comes, too, when only a thread of the caller ends. */
        super.over |= info.ssi_signo == SIGTERM
                      && getppid() != super.caller_pid;
    }
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0; ) {
        if (pid == super.plain_pid) {
            rc_shared->status = status;
            super.plain_pid = 0;
        }
        else if (pid == super.zygote_pid) {
            rc_shared->status = status;
            super.zygote_pid = 0;
            close(super.zygote);
            super.zygote = -1;
        }
    }
}

/* Kills the children that are not to stay; false: there was none. */
static bool
kill_children(void)
{
    char path[64], text[4096];
    snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = file < 0 ? 0 : read(file, text, sizeof(text) - 1);
    if (file >= 0) {
        close(file);
    }
    text[n > 0 ? n : 0] = '\0';
    bool any = false;
    char *end = text;
    for (char *p = text; ; p = end) {
        pid_t pid = (pid_t)strtol(p, &end, 10);
        if (end == p) {
            return any;
        }
        if (pid != super.zygote_pid) {
            kill(pid, SIGKILL);
            any = true;
        }
    }
}

/* Orphans come to us, for we are their reaper; killed, theirs come. */
static void
kill_strays(void)
{
    if (rc_shared->child > 1) {
        kill(-rc_shared->child, SIGKILL);
    }
    for (int i = 0; i < 1000 && kill_children(); i++) {
        struct pollfd wait = {.fd = super.signals, .events = POLLIN};
        poll(&wait, 1, 10);
        reap();
    }
}

static void
end_stage(void)
{
    kill_strays();
    reap();
    drain();
    rc_shared->child = 0;
}

/* --- One stage ------------------------------------------------------------- */

static double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Waits until the zygote answers or what was started is dead; kills it when its
   time is over. */
static void
wait_for_end(const pid_t *running)
{
    double deadline = now() + super.options->timeout;
    while (*running > 0) {
        double left = deadline - now();
        if (left <= 0) {
            /* The zygote goes, too, if it says nothing of the stage's end. */
            bool stage = running == &super.zygote_pid && rc_shared->child > 1
                         && !rc_shared->timed_out;
            kill(stage ? rc_shared->child : *running, SIGKILL);
            rc_shared->timed_out = true;
            left = GRACE;
            deadline = now() + GRACE;
        }
        struct pollfd wait[] = {
            {.fd = super.messages[0], .events = POLLIN},
            {.fd = super.signals, .events = POLLIN},
            {.fd = super.caller, .events = 0},
            {.fd = super.zygote, .events = POLLIN},
        };
        poll(wait, super.zygote >= 0 ? 4 : 3, (int)(left * 1000) + 1);
        drain();
        char answer;
        if (running == &super.zygote_pid && (wait[3].revents & POLLIN)
            && read(super.zygote, &answer, 1) == 1) {
            return;
        }
        reap();
        if (super.over || wait[2].revents & (POLLHUP | POLLERR)) {
            super.over = true;
            return;
        }
    }
}

static void
run_stage(void)
{
    rc_shared->tail[0] = '\0';
    rc_shared->timed_out = false;
    rc_shared->status = 0;
    rc_shared->child = 0;
    int started;
    if (rc_shared->stage == STAGE_PLAIN) {
        started = start_plain();
    }
    else if (rc_shared->stage == STAGE_OPEN) {
        started = start_zygote();
    }
    else {
        started = super.zygote < 0 || write(super.zygote, "", 1) != 1 ? -1 : 0;
    }
    rc_shared->started = started == 0;
    if (started == 0) {
        wait_for_end(rc_shared->stage == STAGE_PLAIN ? &super.plain_pid
                                                     : &super.zygote_pid);
        end_stage();
    }
    rc_shared->zygote_lives = super.zygote_pid > 0;
}

/* Waits for the caller's word. */
static bool
is_wanted(void)
{
    char byte;
    struct pollfd wait[] = {
        {.fd = super.caller, .events = POLLIN},
        {.fd = super.signals, .events = POLLIN},
    };
    while (!super.over) {
        poll(wait, 2, -1);
        reap();
        if (wait[0].revents != 0) {
            return read(super.caller, &byte, 1) == 1;
        }
    }
    return false;
}

/* Ctrl-C reaches the whole group: the caller decides what it means. */
static void __attribute__((noreturn))
supervise(void)
{
    static const int ignored[] = {SIGINT, SIGQUIT, SIGHUP, SIGPIPE};
    for (size_t i = 0; i < sizeof(ignored) / sizeof(*ignored); i++) {
        signal(ignored[i], SIG_IGN);
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    super.over = getppid() != super.caller_pid;
    while (is_wanted()) {
        run_stage();
        if (write(super.caller, "", 1) != 1) {
            break;
        }
    }
    super.zygote_pid = -1;      /* it goes, too */
    kill_strays();
    _exit(0);
}

pid_t
supervisor_start(const int pair[2], const refcheck_options *options)
{
    sigset_t awaited;
    super.options = options;
    super.caller = pair[1];
    super.zygote = -1;
    super.zygote_pid = super.plain_pid = 0;
    super.caller_pid = getpid();
    super.over = false;
    pid_t pid = fork();
    if (pid != 0) {
        return pid;
    }
    close(pair[0]);             /* or it would never read its end */
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGCHLD);
    sigaddset(&awaited, SIGTERM);
    signal(SIGCHLD, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    sigprocmask(SIG_BLOCK, &awaited, &super.mask);
    super.signals = signalfd(-1, &awaited, SFD_NONBLOCK | SFD_CLOEXEC);
    if (super.signals < 0
        || pipe2(super.messages, O_NONBLOCK | O_CLOEXEC) < 0) {
        _exit(1);
    }
    /* A writer may wait, and must not lose what it writes. */
    fcntl(super.messages[1], F_SETFL, 0);
    supervise();
}
