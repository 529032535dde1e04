/* The child dies: of what, where, and was a freed block behind it?  All runs
   in the signal handler, on a stack of its own; it allocates nothing. */
#include "tools/refcheck/internal.h"

#include <signal.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

enum { FIRST_PAGE = 4096, STACK = 1 << 17, FRAME = 1 << 16 };

static uintptr_t
program_counter(const ucontext_t *context)
{
#if defined(__x86_64__)
    return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (uintptr_t)context->uc_mcontext.pc;
#else
#error "refcheck knows the registers of x86-64 and aarch64 only"
#endif
}

static uintptr_t
stack_pointer(const ucontext_t *context)
{
#if defined(__x86_64__)
    return (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#else
    return (uintptr_t)context->uc_mcontext.sp;
#endif
}

/* A pointer was followed that is what new memory holds. */
static bool
is_unset(const siginfo_t *info, const ucontext_t *context)
{
    uint64_t unset;
    memset(&unset, FRESH_BYTE, sizeof(unset));
#if defined(__x86_64__)
    for (int i = 0; info->si_code == SI_KERNEL && i < REG_RIP; i++) {
        if ((uint64_t)context->uc_mcontext.gregs[i] == unset) {
            return true;
        }
    }
    return false;
#else
    (void)context;
    /* The kernel may leave the top byte out. */
    return (((uintptr_t)info->si_addr ^ unset) << 8) >> 20 == 0;
#endif
}

/* A NULL pointer was followed, or one that was never set, or the stack had no
   room for one frame more: then the fault is where the stack ends. */
static const char *
what_faulted(const siginfo_t *info, const ucontext_t *context)
{
    uintptr_t address = (uintptr_t)info->si_addr;
    uintptr_t top = stack_pointer(context);
    if (info->si_code == SEGV_MAPERR && address < FIRST_PAGE) {
        return "NULL";
    }
    if (is_unset(info, context)) {
        return "unset";
    }
    bool unmapped = info->si_code == SEGV_MAPERR || info->si_code == SEGV_ACCERR;
    return unmapped && address + FRAME > top && address < top + FIRST_PAGE
        ? "stack" : "";
}

/* A poisoned pointer was followed: x86-64 says so without an address, so that
   it is looked for in the registers; aarch64 gives the address itself. */
static const block *
block_behind(const siginfo_t *info, const ucontext_t *context)
{
#if defined(__x86_64__)
    if (info->si_code != SI_KERNEL) {
        return NULL;
    }
    for (int i = 0; i <= REG_RIP; i++) {
        uint64_t word = (uint64_t)context->uc_mcontext.gregs[i];
        const block *b = word >> 32 == 0x7EADDEAD ? arena_poisoned(word) : NULL;
        if (b != NULL) {
            return b;
        }
    }
    return NULL;
#else
    (void)context;
    return arena_poisoned((uint64_t)(uintptr_t)info->si_addr);
#endif
}

/* The quarantine saw that a freed block was changed, or that something was written
   past the end of one; behind a fence the same call dies where it is done. */
static refcheck_finding *
noticed_before(refcheck_verdict kind, const block *b,
               const refcheck_place *made)
{
    refcheck_report *report = &rc_shared->report;
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        bool same = f->kind == kind
                    || (kind == REFCHECK_USE_AFTER_FREE
                        && f->kind == REFCHECK_OVER_RELEASE);
        /* One that is not freed yet may not be known for an object. */
        bool alike = kind == REFCHECK_OUT_OF_BOUNDS
            || f->what == (b->type != NULL ? REFCHECK_OBJECT : REFCHECK_MEMORY);
        if (same && alike && f->made.offset == made->offset) {
            return f;
        }
    }
    return NULL;
}

static refcheck_finding *
new_finding(refcheck_verdict kind, const block *b)
{
    if (b == NULL) {
        return rc_new_finding(kind, REFCHECK_MEMORY, "");
    }
    refcheck_finding *f = rc_new_finding(
        kind, b->type != NULL ? REFCHECK_OBJECT : REFCHECK_MEMORY,
        b->type != NULL ? b->type : family_type(b->family));
    if (f != NULL) {
        site_place(b->made, &f->made);
        site_place_freed(b, &f->freed);
        rc_suspect_block(f, b);
    }
    return f;
}

static void
on_signal(int number, siginfo_t *info, void *ucontext)
{
    const ucontext_t *context = ucontext;
    if (number == SIGSEGV && watch_fault(info, ucontext)) {
        return;
    }
    signal(number, SIG_DFL);
    if (!rc_is_own_process()) {
        raise(number);
    }
    window_close();
    const uint32_t here = site_of_signal(program_counter(context));
    if (rc_is_replay()) {
        ledger_died(here);
        _exit(0);
    }

    const block *b = NULL;
    refcheck_verdict kind = number == SIGABRT ? REFCHECK_ABORT : REFCHECK_CRASH;
    if (number == SIGSEGV || number == SIGBUS) {
        if (fence_owns(info->si_addr)) {
            b = fence_block(info->si_addr);
            kind = b->state == BLOCK_LIVE ? REFCHECK_OUT_OF_BOUNDS
                                          : REFCHECK_USE_AFTER_FREE;
        }
        else if ((b = block_behind(info, context)) != NULL) {
            kind = REFCHECK_USE_AFTER_FREE;
        }
    }
    refcheck_place made = {0};
    if (b != NULL) {
        site_place(b->made, &made);
    }
    refcheck_finding *f = b != NULL ? noticed_before(kind, b, &made) : NULL;
    if (f != NULL) {
        site_place(here, &f->used);
        _exit(0);
    }
    f = new_finding(kind, b);
    if (f != NULL) {
        f->per_call = 1;
        f->signal = number;
        if (kind == REFCHECK_CRASH && number == SIGSEGV) {
            rc_set_string(f->type, sizeof(f->type),
                          what_faulted(info, context));
        }
        site_place(here, &f->used);
    }
    _exit(0);                   /* all is said in the shared report */
}

void
crash_install(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
    static char stack[STACK];
    stack_t alternative = {.ss_sp = stack, .ss_size = sizeof(stack)};
    sigaltstack(&alternative, NULL);

    struct sigaction action = {.sa_sigaction = on_signal};
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    for (size_t i = 0; i < sizeof(fatal) / sizeof(*fatal); i++) {
        sigaction(fatal[i], &action, NULL);
    }
}
