/* stand-in until W's lands */
#include "tools/refcheck/internal.h"
void ledger_follow(const refcheck_finding *wanted, refcheck_report *report) { (void)wanted; (void)report; }
void sweep_run(refcheck_report *report) { (void)report; }
void
ledger_write(refcheck_report *report)
{
    rc_phase("replay");
    rc_begin_replay();
    for (int i = 0; i < report->found; i++) {
        refcheck_finding *f = &report->finding[i];
        if (f->what != REFCHECK_REFERENCE || f->kept_by[0] != '\0') {
            continue;
        }
        watch_begin(judge_object(i));
        interpreter_call();
        watch_end();
        site_place(watch_unpaired(f->kind == REFCHECK_OVER_RELEASE), &f->used);
    }
}
