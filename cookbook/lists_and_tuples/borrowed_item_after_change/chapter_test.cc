// A borrowed item lives as long as the list holds it: own it before the list changes.
#include "tools/book/chapter.h"

TEST(BorrowedItemAfterChange, LeakyReadsTheItemThatTheListHasFreed)
{
    EXPECT_THAT(Check(leaky, "m.serve_next([bytes(range(65, 91))])"),
                UsesAfterFree("bytes", FreedOn("PyList_SetSlice"),
                              UsedOn("PyUnicode_FromFormat")));
}

// Why such a bug survives its tests: any other owner keeps the item alive.
TEST(BorrowedItemAfterChange, LeakyGoesUnnoticedWhileSomebodyElseHoldsTheItem)
{
    EXPECT_THAT(Check(leaky, "m.serve_next([guest])", Given("guest = bytes(range(65, 91))")),
                IsClean());
}

TEST(BorrowedItemAfterChange, FixedOwnsTheItemWhileItUsesIt)
{
    EXPECT_THAT(Check(fixed, "m.serve_next([bytes(range(65, 91))])"), IsClean());
    EXPECT_THAT(Check(fixed, "m.serve_next([guest])", Given("guest = bytes(range(65, 91))")),
                IsClean());
}

// A list gives memory back when half of it is empty, which takes an allocation: the
// sweep lets it fail, and with it the removal.
TEST(BorrowedItemAfterChange, FixedLosesNothingWhenTheRemovalFails)
{
    EXPECT_THAT(Check(fixed, "m.serve_next(half_empty())",
                      Given("def half_empty():\n"
                            "    queue = []\n"
                            "    for n in range(8): queue.append(bytes(range(65 + n, 91)))\n"
                            "    for n in range(4): queue.pop()\n"
                            "    return queue")),
                IsClean());
}

TEST(BorrowedItemAfterChange, FixedLosesNothingWhenTheQueueIsEmpty)
{
    EXPECT_THAT(Check(fixed, "m.serve_next([])", Raises("IndexError")), IsClean());
}
