// What is released at the end must be owned on every way to it: the set given is not.
#include "tools/book/chapter.h"

static const Given items_and_set("items = [1.5, 2.5]\n"
                                 "seen = set()");

TEST(SometimesBorrowed, LeakyReleasesTheSetOfTheCaller)
{
    EXPECT_THAT(Check(leaky, "m.unseen(items, seen)", items_and_set),
                OverReleases("set", PerCall(1), ReleasedOn("Py_DECREF(seen)")));
}

TEST(SometimesBorrowed, LeakyReleasesTheSetWhenAnItemIsNotHashable)
{
    EXPECT_THAT(Check(leaky, "m.unseen([[]], seen)", items_and_set, Raises("TypeError")),
                OverReleases("set", PerCall(1), ReleasedOn("Py_DECREF(seen)")));
}

TEST(SometimesBorrowed, LeakyIsCleanWithASetOfItsOwn)
{
    EXPECT_THAT(Check(leaky, "m.unseen(items)", items_and_set), IsClean());
}

TEST(SometimesBorrowed, FixedLeavesTheSetToTheCaller)
{
    EXPECT_THAT(Check(fixed, "m.unseen(items, seen)",
                      Given("items = [1.5, 2.5]\n"
                            "seen = set()\n"
                            "assert m.unseen([1.5, 1.5], seen) == [1.5]\n"
                            "assert m.unseen(items, seen) == [2.5]")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.unseen([[]], seen)", items_and_set, Raises("TypeError")),
                IsClean());
}

TEST(SometimesBorrowed, FixedReleasesTheSetOfItsOwn)
{
    EXPECT_THAT(Check(fixed, "m.unseen(items)",
                      Given("items = [i + 0.5 for i in range(20)]\n"
                            "assert m.unseen(items + items) == items")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.unseen([[]])", Raises("TypeError")), IsClean());
}

TEST(SometimesBorrowed, FixedRefusesWhatIsNoSet)
{
    EXPECT_THAT(Check(fixed, "m.unseen(items, [])", items_and_set, Raises("TypeError")),
                IsClean());
}
