/* What sweep.c, which judges, and attempt.c, which makes the calls in processes of
   their own, have in common. */
#ifndef REFCHECK_SWEEP_H
#define REFCHECK_SWEEP_H

#include "tools/refcheck/internal.h"

/* What a child says, and what is known of each allocation. */
typedef struct {
    shared base;                /* stands in for rc_shared in a child */
    uint32_t nth;               /* that fails at the moment */
    bool bad;
    bool fired[FAILING_MAX + 1], raised[FAILING_MAX + 1];
    bool moves[FAILING_MAX + 1];    /* it is not where the record has it */
    bool judged[FAILING_MAX + 1], not_survived[FAILING_MAX + 1];
    bool apis_fault;            /* Python lost an exception */
    failing_witness witness;    /* of allocation `nth` */
} sweep_state;

extern sweep_state *sweep;      /* in shared memory */

/* In a child: lets each allocation from `first` to `last` fail, says in `sweep`
   what that showed, and ends. */
void attempt_range(uint32_t first, uint32_t last) __attribute__((noreturn));
bool attempt_is_bug(const refcheck_finding *f);
/* Did an API itself break the contract, and the module only pass it on? */
bool attempt_was_broken_before(const char *message,
                               const failing_witness *witness);

#endif /* REFCHECK_SWEEP_H */
