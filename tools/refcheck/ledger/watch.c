/* Who writes to the reference count of one object?  The processor says so: a
   hardware breakpoint traps after each write.  Where the kernel refuses one, as
   most containers do, the page of the count is closed instead: each write to it
   faults, is let through for a single instruction, and traps after that.

   All of it runs in signal handlers, in the middle of anything, and allocates
   nothing.  The kernel itself cannot write to a closed page: no buffer should
   stand there.  So a new object that is to be watched gets a page of its own, and
   no new block one of an old object. */
#include "tools/refcheck/internal.h"

#if defined(__x86_64__)

#include <errno.h>
#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { PAGE = 4096, TRAP_FLAG = 0x100, BY_BREAKPOINT = 6 /* TRAP_PERF */ };

static struct {
    PyObject *object;           /* NULL: nothing is watched */
    watch_listener listener;
    int breakpoint;             /* its descriptor, or -1: the page is closed */
    int64_t count;              /* after the last write */
    bool paused, stopped;
    atomic_bool stepping;       /* a write is under way, the page is open */
} watch = {.breakpoint = -1};

/* --- By a breakpoint ------------------------------------------------------- */

/* A thread that the statement starts inherits it. */
static int
set_breakpoint(const volatile void *address)
{
    struct perf_event_attr wanted = {
        .type = PERF_TYPE_BREAKPOINT,
        .size = sizeof(wanted),
        .bp_type = HW_BREAKPOINT_W,
        .bp_addr = (uintptr_t)address,
        .bp_len = HW_BREAKPOINT_LEN_4,      /* the low half is all that moves */
        .sample_period = 1,
        .sigtrap = 1,
        .remove_on_exec = 1,
        .inherit = 1,
        .inherit_thread = 1,
        .exclude_kernel = 1,
        .exclude_hv = 1,
    };
    return (int)syscall(SYS_perf_event_open, &wanted, 0, -1, -1,
                        PERF_FLAG_FD_CLOEXEC);
}

static volatile int tried;
static volatile sig_atomic_t trapped;

/* Some virtual machines grant a breakpoint that never traps. */
static bool
breakpoints_work(void)
{
    int descriptor = set_breakpoint(&tried);
    if (descriptor < 0) {
        return false;
    }
    trapped = 0;
    tried = 1;
    close(descriptor);
    return trapped;
}

/* --- By the page ----------------------------------------------------------- */

static char *
page_of(const void *p)
{
    return (char *)((uintptr_t)p & ~(uintptr_t)(PAGE - 1));
}

static void
close_page(bool closed)
{
    (void)mprotect(page_of(&watch.object->ob_refcnt), PAGE,
                   closed ? PROT_READ : PROT_READ | PROT_WRITE);
}

/* The write that faulted is done again, with the page open, and only that. */
bool
watch_fault(const siginfo_t *info, void *ucontext)
{
    ucontext_t *context = ucontext;
    if (watch.object == NULL || watch.breakpoint >= 0
        || page_of(info->si_addr) != page_of(&watch.object->ob_refcnt)) {
        return false;
    }
    /* Where another thread is at it, this one tries again until it is done. */
    if (!atomic_exchange(&watch.stepping, true)) {
        int error = errno;
        close_page(false);
        context->uc_mcontext.gregs[REG_EFL] |= TRAP_FLAG;
        errno = error;
    }
    return true;
}

/* --- Both ------------------------------------------------------------------ */

static void
tell(const ucontext_t *context)
{
    int64_t before = watch.count;
    watch.count = object_count(watch.object);
    if (watch.count != before && !watch.paused && !watch.stopped) {
        uintptr_t behind = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
        watch.listener(behind, before, watch.count);
    }
}

static void
on_trap(int Py_UNUSED(number), siginfo_t *info, void *ucontext)
{
    ucontext_t *context = ucontext;
    int error = errno;
    if (info->si_code == BY_BREAKPOINT) {
        trapped = 1;
        if (watch.object != NULL) {
            tell(context);
        }
    }
    else if (atomic_load(&watch.stepping)) {
        context->uc_mcontext.gregs[REG_EFL] &= ~(greg_t)TRAP_FLAG;
        tell(context);
        close_page(!watch.stopped);
        atomic_store(&watch.stepping, false);
    }
    errno = error;
}

const char *
watch_refused(void)
{
    const char *asked = getenv("REFCHECK_WATCH");
    return asked != NULL && strcmp(asked, "none") == 0
        ? "REFCHECK_WATCH says so" : NULL;
}

void
watch_begin(PyObject *object, watch_listener listener)
{
    const char *asked = getenv("REFCHECK_WATCH");
    bool by_page = asked != NULL && strcmp(asked, "page") == 0;
    struct sigaction action = {.sa_sigaction = on_trap};
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(SIGTRAP, &action, NULL);

    watch.listener = listener;
    watch.count = object_count(object);
    watch.paused = watch.stopped = false;
    watch.breakpoint = !by_page && breakpoints_work()
        ? set_breakpoint(&object->ob_refcnt) : -1;
    watch.object = object;
    if (watch.breakpoint < 0) {
        close_page(true);
    }
}

void
watch_stop(void)
{
    watch.stopped = true;
    if (watch.breakpoint >= 0) {
        ioctl(watch.breakpoint, PERF_EVENT_IOC_DISABLE, 0);
    }
}

void
watch_pause(bool paused)
{
    watch.paused = paused;
}

void
watch_end(void)
{
    if (watch.object == NULL) {
        return;
    }
    if (watch.breakpoint >= 0) {
        close(watch.breakpoint);
        watch.breakpoint = -1;
    }
    else {
        close_page(false);
    }
    watch.object = NULL;
}

#else   /* elsewhere, traps come before the write, or need the kernel's help */

const char *watch_refused(void) { return "counts are watched on x86-64 only"; }
void watch_begin(PyObject *Py_UNUSED(object), watch_listener Py_UNUSED(l)) {}
void watch_pause(bool Py_UNUSED(paused)) {}
void watch_stop(void) {}
void watch_end(void) {}
bool watch_fault(const siginfo_t *Py_UNUSED(info), void *Py_UNUSED(context))
{
    return false;
}

#endif
