// What is released before the label must be NULL when a goto gets there.
#include "tools/book/chapter.h"

static const Given prices("prices = {'green tea': 2.5, 'tap water': None}");

TEST(GotoReleasedTwice, LeakyReleasesTheKeyAgainWhenTheProductFails)
{
    EXPECT_THAT(Check(leaky, "m.cost(prices, 'TAP WATER', 2)", prices, Raises("TypeError")),
                OverReleases("str", PerCall(1), MadeOn("PyObject_CallMethod"),
                             FreedOn("Py_DECREF(key)"), UsedOn("Py_XDECREF(key)")));
}

TEST(GotoReleasedTwice, LeakyIsCleanWhenTheKeyIsMissing)
{
    EXPECT_THAT(Check(leaky, "m.cost(prices, 'COFFEE', 2)", prices, Raises("KeyError")),
                IsClean());
}

TEST(GotoReleasedTwice, LeakyIsCleanAsLongAsNothingFails)
{
    EXPECT_THAT(Check(leaky, "m.cost(prices, 'GREEN TEA', 2)", prices), IsClean());
}

TEST(GotoReleasedTwice, FixedIsCleanWhenTheProductFails)
{
    EXPECT_THAT(Check(fixed, "m.cost(prices, 'TAP WATER', 2)", prices, Raises("TypeError")),
                IsClean());
}

TEST(GotoReleasedTwice, FixedIsCleanWhenTheKeyIsMissing)
{
    EXPECT_THAT(Check(fixed, "m.cost(prices, 'COFFEE', 2)", prices, Raises("KeyError")),
                IsClean());
}

TEST(GotoReleasedTwice, FixedIsCleanWhenNothingFails)
{
    EXPECT_THAT(Check(fixed, "m.cost(prices, 'GREEN TEA', 2)",
                      Given("prices = {'green tea': 2.5}\n"
                            "assert m.cost(prices, 'GREEN TEA', 3) == (2.5, 7.5)")),
                IsClean());
}
