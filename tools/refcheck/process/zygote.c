/* The process with the interpreter: it starts Python, runs the setup, and forks
   a child for each stage of a check.  So the start is paid once, and what one
   stage does is unknown to the next. */
#include "tools/refcheck/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void __attribute__((noreturn))
be_stage(void)
{
    rc_shared->child = getpid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);              /* kill(0, ...) of the statement ends here */
    rc_own_process();
    PyOS_AfterFork_Child();
    child_run(rc_shared->stage, &rc_shared->options);
}

static void
fork_stage(int socket)
{
    int status = 0;
    PyOS_BeforeFork();
    pid_t child = fork();
    if (child == 0) {
        close(socket);
        be_stage();
    }
    PyOS_AfterFork_Parent();
    if (child > 0) {
        rc_shared->child = child;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
        rc_shared->status = status;
    }
}

/* exit() would run what the caller has registered with atexit(): his tests'
   reports, say. */
static void
leave_at_once(int status, void *Py_UNUSED(arg))
{
    _exit(status);
}

/* What the setup has changed of this process must not stop it. */
static void
check_surroundings(int socket)
{
    struct sigaction children;
    int type;
    socklen_t size = sizeof(type);
    if (getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &size) < 0) {
        rc_fail("the setup closed the descriptors of the process that runs it");
    }
    if (sigaction(SIGCHLD, NULL, &children) == 0
        && children.sa_handler == SIG_IGN) {
        signal(SIGCHLD, SIG_DFL);       /* or nobody is told how they end */
    }
}

/* The setup may have set a timer, which interrupts it. */
static bool
exchange(int socket)
{
    char byte = 0;
    ssize_t n;
    while ((n = write(socket, &byte, 1)) < 0 && errno == EINTR) {
    }
    while (n == 1 && (n = read(socket, &byte, 1)) < 0 && errno == EINTR) {
        n = 1;
    }
    return n == 1;
}

void
zygote_run(int socket, const refcheck_options *options)
{
    rc_phase("start");
    rc_own_process();
    setpgid(0, 0);
    on_exit(leave_at_once, NULL);
    crash_install();
    interpreter_start(true);
    interpreter_load(options);
    check_surroundings(socket);
    /* No count is close to zero then, and all types are known. */
    objects_refresh();
    objects_bias();
    census_begin();
    rc_phase("waiting");
    while (exchange(socket)) {
        fork_stage(socket);
    }
    _exit(0);
}
