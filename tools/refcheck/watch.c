/* Who changes the count of one object?  Its page is made read-only for one
   more call; each write to it faults, is noted with its place in the module,
   done in a single step, and the page is closed again.  So takes and gives get
   their lines without a special build of the module. */
#include "tools/refcheck/internal.h"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>

#if defined(__x86_64__)

enum { PAGE = 4096, TRAP_FLAG = 0x100, MAX_EVENTS = 4096 };

static struct {
    PyObject *object;           /* NULL: nothing is watched */
    int64_t count;              /* before the write that is under way */
    uint32_t writer;            /* its site, 0: not the count, or not ours */
    bool stepping;
    int events;
    struct { uint32_t site; int64_t change; } event[MAX_EVENTS];
} watch;

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

static void
on_step(int Py_UNUSED(number), siginfo_t *Py_UNUSED(info), void *ucontext)
{
    ucontext_t *context = ucontext;
    context->uc_mcontext.gregs[REG_EFL] &= ~(greg_t)TRAP_FLAG;
    if (!watch.stepping) {
        return;
    }
    watch.stepping = false;
    int64_t change = object_count(watch.object) - watch.count;
    if (watch.writer != 0 && change != 0 && watch.events < MAX_EVENTS) {
        watch.event[watch.events].site = watch.writer;
        watch.event[watch.events++].change = change;
    }
    close_page(true);
}

bool
watch_fault(const siginfo_t *info, void *ucontext)
{
    ucontext_t *context = ucontext;
    char *address = info->si_addr;
    if (watch.object == NULL || watch.stepping
        || page_of(address) != page_of(&watch.object->ob_refcnt)) {
        return false;
    }
    char *count = (char *)&watch.object->ob_refcnt;
    bool ours = address >= count && address < count + sizeof(void *);
    watch.writer = ours
        ? site_of_signal((uintptr_t)context->uc_mcontext.gregs[REG_RIP]) : 0;
    watch.count = object_count(watch.object);
    watch.stepping = true;
    close_page(false);
    context->uc_mcontext.gregs[REG_EFL] |= TRAP_FLAG;
    return true;
}

void
watch_begin(PyObject *object)
{
    struct sigaction action = {.sa_sigaction = on_step};
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(SIGTRAP, &action, NULL);
    watch.events = 0;
    watch.object = object;
    close_page(true);
}

void
watch_end(void)
{
    close_page(false);
    watch.object = NULL;
}

/* Gives are paired with the takes before them; what is left has no partner. */
uint32_t
watch_unpaired(bool give)
{
    uint32_t taken[MAX_EVENTS];
    int n = 0;
    for (int i = 0; i < watch.events; i++) {
        int64_t change = watch.event[i].change;
        for (; change > 0 && n < MAX_EVENTS; change--) {
            taken[n++] = watch.event[i].site;
        }
        for (; change < 0; change++) {
            if (n == 0 && give) {
                return watch.event[i].site;
            }
            n -= n > 0;
        }
    }
    return give || n == 0 ? 0 : taken[n - 1];
}

#else   /* a single step takes the kernel's help elsewhere: no lines there */

void watch_begin(PyObject *Py_UNUSED(object)) {}
void watch_end(void) {}
uint32_t watch_unpaired(bool Py_UNUSED(give)) { return 0; }
bool watch_fault(const siginfo_t *Py_UNUSED(info), void *Py_UNUSED(context))
{
    return false;
}

#endif
