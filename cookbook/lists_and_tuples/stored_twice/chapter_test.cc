// One reference fills one slot: PyTuple_SET_ITEM() steals one each time.
#include "tools/book/chapter.h"

TEST(StoredTwice, LeakyHandsOneReferenceToTwoSlots)
{
    EXPECT_THAT(Check(leaky, "m.gap(2)"),
                OverReleases("float", PerCall(1), MadeOn("PyFloat_FromDouble")));
}

TEST(StoredTwice, LeakyReleasesOnceTooOftenForEachFurtherSlot)
{
    EXPECT_THAT(Check(leaky, "m.gap(4)"),
                OverReleases("float", PerCall(3), MadeOn("PyFloat_FromDouble")));
}

// Why such a bug survives its tests: one reference is right for one slot.
TEST(StoredTwice, LeakyIsRightForOneSlot)
{
    EXPECT_THAT(Check(leaky, "m.gap(1)"), IsClean());
}

TEST(StoredTwice, LeakyLosesTheReferenceThatNoSlotTakes)
{
    EXPECT_THAT(Check(leaky, "m.gap(0)"),
                Leaks("float", PerCall(1), MadeOn("PyFloat_FromDouble")));
}

TEST(StoredTwice, FixedTakesOneForEachSlot)
{
    EXPECT_THAT(Check(fixed, "m.gap(4)",
                      Given("four = m.gap(4)\n"
                            "assert len(four) == 4 and all(x != x for x in four)")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.gap(1)"), IsClean());
    EXPECT_THAT(Check(fixed, "m.gap(0)", Given("assert m.gap(0) == ()")), IsClean());
}

TEST(StoredTwice, FixedLosesNothingWhenItFails)
{
    EXPECT_THAT(Check(fixed, "m.gap('two')", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.gap(-1)", Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.gap(2**62)", Raises("MemoryError")), IsClean());
}
