/* The process with the interpreter: it starts Python, runs the setup, and forks
   a child for each stage of a check.  So the start is paid once, and what one
   stage does is unknown to the next. */
#include "tools/refcheck/internal.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void __attribute__((noreturn))
be_stage(void)
{
    rc_shared->child = getpid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);              /* kill(0, ...) of the statement ends here */
    PyOS_AfterFork_Child();
    child_run(rc_shared->stage, &rc_shared->options);
}

static void
fork_stage(int socket)
{
    int status;
    PyOS_BeforeFork();
    pid_t child = fork();
    if (child == 0) {
        close(socket);
        be_stage();
    }
    PyOS_AfterFork_Parent();
    if (child > 0) {
        rc_shared->child = child;
        waitpid(child, &status, 0);
        rc_shared->status = status;
    }
}

void
zygote_run(int socket, const refcheck_options *options)
{
    char byte = 0;
    rc_phase("start");
    crash_install();
    interpreter_start(true);
    interpreter_load(options);
    /* No count is close to zero then, and all types are known. */
    objects_refresh();
    objects_bias();
    census_begin();
    rc_phase("waiting");
    while (write(socket, &byte, 1) == 1 && read(socket, &byte, 1) == 1) {
        fork_stage(socket);
    }
    _exit(0);
}
