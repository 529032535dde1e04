// What a function steals must be the caller's: a borrowed reference is not.
#include "tools/book/chapter.h"

static const Given row("row = (bytes(range(65, 91)), 1.5)");

TEST(BorrowedGivenAway, LeakyGivesAwayWhatBelongsToTheRow)
{
    EXPECT_THAT(Check(leaky, "m.pick(row, 0)", row), OverReleases("bytes", PerCall(1)));
}

// A tuple that shows an object which is gone, and the collector that visits it.
static const Given collector("import gc\n"
                             "row = (bytes(range(65, 91)),)");
static const char *const collect = "picked = m.pick(row, 0); del row; gc.collect()";

TEST(BorrowedGivenAway, LeakyCrashesInTheCollector)
{
    EXPECT_THAT(Plainly(leaky, collect, collector, Environment("PYTHONDEVMODE=1")),
                DiesOf(SIGSEGV));
#if PY_VERSION_HEX >= 0x030A0000
    EXPECT_THAT(Plainly(leaky, collect, collector, Environment("PYTHONDEVMODE=1")),
                Says("Garbage-collecting"));
#endif
}

#ifdef Py_DEBUG
// Two tuples show the list, which has been counted once.
TEST(BorrowedGivenAway, LeakyIsFoundByTheCollectorOfADebugBuild)
{
    EXPECT_THAT(Plainly(leaky, "picked = m.pick(row, 0); gc.collect()",
                        Given("import gc\nrow = ([1.5],)")),
                Says("refcount is too small"));
}
#endif

TEST(BorrowedGivenAway, LeakyHidesBehindImmortalObjects)
{
    const auto outcome = Check(leaky, "m.pick(row, 0)", Given("row = (None, 1.5)"));
#if PY_VERSION_HEX < 0x030C0000
    EXPECT_THAT(outcome, OverReleases("NoneType", PerCall(1)));
#else
    EXPECT_THAT(outcome, IsClean());
#endif
}

TEST(BorrowedGivenAway, FixedOwnsWhatItGivesAway)
{
    EXPECT_THAT(Check(fixed, "m.pick(row, 0)", row), IsClean());
    EXPECT_THAT(Check(fixed, "m.pick(row, 1, 0, 0)",
                      Given("row = (bytes(range(65, 91)), 1.5)\n"
                            "assert m.pick(row, 1, 0) == (1.5, row[0])\n"
                            "assert m.pick(row) == ()")),
                IsClean());
}

TEST(BorrowedGivenAway, FixedLosesNothingWhenAColumnIsMissing)
{
    EXPECT_THAT(Check(fixed, "m.pick(row, 0, 2)", row, Raises("IndexError")), IsClean());
}

TEST(BorrowedGivenAway, FixedLosesNothingWhenAColumnIsNoNumber)
{
    EXPECT_THAT(Check(fixed, "m.pick(row, 0, 'one')", row, Raises("TypeError")), IsClean());
}

TEST(BorrowedGivenAway, FixedIsCleanWithoutARow)
{
    EXPECT_THAT(Check(fixed, "m.pick()", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.pick([1.5], 0)", Raises("TypeError")), IsClean());
}
