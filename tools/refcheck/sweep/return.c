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

typedef struct {
    uintptr_t pc;               /* of the trap, 0: the slot is free */
    uintptr_t frame;
    instruction original;
    return_state *state;
} trap;

static trap traps[SITE_CALLS];
static struct sigaction before;
static bool installed;

static trap *
trap_at(uintptr_t pc, const trap *other)
{
    for (trap *t = traps; t < traps + SITE_CALLS; t++) {
        if (t->pc == pc && t != other) {
            return t;
        }
    }
    return NULL;
}

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
come_back(trap *t, uintptr_t frame, uintptr_t value)
{
    t->pc = 0;
    if (frame != t->frame) {
        t->state->known = false;    /* another call of the same line was first */
        return;
    }
    t->state->returned = true;
    t->state->value = value;
    t->state->raised = PyErr_Occurred() != NULL;
    t->state->raised_system_error = PyErr_Occurred() == PyExc_SystemError;
    t->state->serial = arena_serial();
}

static void
on_trap(int number, siginfo_t *Py_UNUSED(info), void *ucontext)
{
    mcontext_t *machine = &((ucontext_t *)ucontext)->uc_mcontext;
#if defined(__x86_64__)
    uintptr_t pc = (uintptr_t)machine->gregs[REG_RIP] - sizeof(instruction);
    uintptr_t frame = (uintptr_t)machine->gregs[REG_RSP];
    uintptr_t value = (uintptr_t)machine->gregs[REG_RAX];
    machine->gregs[REG_RIP] = (greg_t)pc;   /* to be done again, as it was */
#else
    uintptr_t pc = machine->pc;
    uintptr_t frame = machine->sp;
    uintptr_t value = machine->regs[0];
#endif
    trap *t = trap_at(pc, NULL);
    if (t == NULL) {
        signal(number, SIG_DFL);    /* none of ours: it strikes again */
        return;
    }
    (void)write_code(pc, t->original);
    for (; t != NULL; t = trap_at(pc, NULL)) {
        come_back(t, frame, value);
    }
}

void
return_watch(uintptr_t pc, uintptr_t frame, return_state *state)
{
    trap *t = trap_at(0, NULL);
    const trap *other = trap_at(pc, NULL);
    memset(state, 0, sizeof(*state));
    if (t == NULL) {
        return;
    }
    if (!installed) {
        struct sigaction action = {.sa_sigaction = on_trap};
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigaction(SIGTRAP, &action, &before);
        installed = true;
    }
    *t = (trap){.frame = frame, .state = state};
    memcpy(&t->original, (void *)pc, sizeof(t->original));
    if (other != NULL) {
        t->original = other->original;
    }
    else if (write_code(pc, TRAP) < 0) {
        return;
    }
    t->pc = pc;
    state->known = true;
}

void
return_move(return_state *from, return_state *to)
{
    *to = *from;
    for (trap *t = traps; t < traps + SITE_CALLS; t++) {
        if (t->pc != 0 && t->state == from) {
            t->state = to;
        }
    }
}

void
return_forget(const return_state *state)
{
    for (trap *t = traps; t < traps + SITE_CALLS; t++) {
        if (t->pc != 0 && t->state == state) {
            if (trap_at(t->pc, t) == NULL) {
                (void)write_code(t->pc, t->original);
            }
            t->pc = 0;
        }
    }
}

void
return_unwatch(void)
{
    for (trap *t = traps; t < traps + SITE_CALLS; t++) {
        if (t->pc != 0) {
            return_forget(t->state);
        }
    }
    if (installed) {
        sigaction(SIGTRAP, &before, NULL);
        installed = false;
    }
}
