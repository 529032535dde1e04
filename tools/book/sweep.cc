// What every chapter's test has beside its own: whatever `fixed` was found clean
// with survives failing allocations, too.  A library is linked behind the
// chapter's test, so this runs last.
#include <vector>

#include "tools/refcheck/gtest.h"

TEST(FailingAllocations, FixedSurvivesEachOfThem)
{
    const std::vector<refcheck::Outcome> checks = refcheck::SweepRecorded("fixed");
    const testing::UnitTest &run = *testing::UnitTest::GetInstance();
    if (checks.empty() && run.test_to_run_count() < run.total_test_count()) {
        GTEST_SKIP() << "no check of `fixed` was run: --gtest_filter or a shard "
                        "leaves the chapter's own tests out";
    }
    EXPECT_FALSE(checks.empty())
        << "The chapter checks nothing of `fixed`: it shows no cure.";
    for (const refcheck::Outcome &check : checks) {
        EXPECT_THAT(check, refcheck::SurvivesFailingAllocations());
    }
}
