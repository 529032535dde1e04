/* Has a call from the module come back, and what did it bring?  The instruction
   behind the call is a trap until then.  The page of code is this process's own
   copy; where the kernel refuses to write it, nothing is known. */
#include "tools/refcheck/internal.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

enum { PAGE = 4096 };

#if defined(__x86_64__)
typedef uint8_t instruction;
static const instruction TRAP = 0xCC;
#else
typedef uint32_t instruction;
static const instruction TRAP = 0xD4200000;
#endif

static struct {
    uintptr_t pc;               /* of the trap, 0: none is set */
    uintptr_t frame;
    instruction original;
    struct sigaction before;
    return_state *state;        /* NULL: nothing is watched */
} trap;

static int
write_code(uintptr_t pc, instruction code)
{
    void *page = (void *)(pc & ~(uintptr_t)(PAGE - 1));
    if (mprotect(page, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC) < 0) {
        return -1;
    }
    memcpy((void *)pc, &code, sizeof(code));
    __builtin___clear_cache((char *)pc, (char *)pc + sizeof(code));
    return mprotect(page, PAGE, PROT_READ | PROT_EXEC);
}

static void
clear_trap(void)
{
    (void)write_code(trap.pc, trap.original);
    trap.pc = 0;
}

static void
on_trap(int Py_UNUSED(number), siginfo_t *Py_UNUSED(info), void *ucontext)
{
    mcontext_t *machine = &((ucontext_t *)ucontext)->uc_mcontext;
#if defined(__x86_64__)
    machine->gregs[REG_RIP]--;  /* to be done again, as it was */
    uintptr_t frame = (uintptr_t)machine->gregs[REG_RSP];
    uintptr_t value = (uintptr_t)machine->gregs[REG_RAX];
#else
    uintptr_t frame = machine->sp;
    uintptr_t value = machine->regs[0];
#endif
    clear_trap();
    if (frame != trap.frame) {
        trap.state->known = false;   /* another call of the same line */
        return;
    }
    trap.state->returned = true;
    trap.state->value = value;
    trap.state->raised = PyErr_Occurred() != NULL;
    trap.state->raised_system_error = PyErr_Occurred() == PyExc_SystemError;
    trap.state->serial = arena_serial();
}

void
return_watch(uintptr_t pc, uintptr_t frame, return_state *state)
{
    struct sigaction action = {.sa_sigaction = on_trap};
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    memset(state, 0, sizeof(*state));
    trap.frame = frame;
    memcpy(&trap.original, (void *)pc, sizeof(trap.original));
    sigaction(SIGTRAP, &action, &trap.before);
    if (write_code(pc, TRAP) < 0) {
        sigaction(SIGTRAP, &trap.before, NULL);
        return;
    }
    trap.pc = pc;
    trap.state = state;
    state->known = true;
}

void
return_unwatch(void)
{
    if (trap.state == NULL) {
        return;
    }
    if (trap.pc != 0) {
        clear_trap();
    }
    sigaction(SIGTRAP, &trap.before, NULL);
    trap.state = NULL;
}
