// A return in the middle must release what the function owns by then.
#include "tools/book/chapter.h"

TEST(EarlyReturn, LeakyLosesTheListWhenANumberIsZero)
{
    EXPECT_THAT(Check(leaky, "m.inverses(2.5, 0.0)",
                      Raises("ZeroDivisionError")),
                Leaks("list", PerCall(1), MadeOn("PyList_New")));
}

TEST(EarlyReturn, LeakyLosesTheListWhenAnArgumentIsNoNumber)
{
    EXPECT_THAT(Check(leaky, "m.inverses(2.5, 'two')", Raises("TypeError")),
                Leaks("list", PerCall(1), MadeOn("PyList_New")));
}

TEST(EarlyReturn, LeakyIsCleanAsLongAsNothingFails)
{
    EXPECT_THAT(Check(leaky, "m.inverses(2.5, 0.4)"), IsClean());
}

TEST(EarlyReturn, FixedIsCleanWhenANumberIsZero)
{
    EXPECT_THAT(Check(fixed, "m.inverses(2.5, 0.0)",
                      Raises("ZeroDivisionError")),
                IsClean());
}

TEST(EarlyReturn, FixedIsCleanWhenAnArgumentIsNoNumber)
{
    EXPECT_THAT(Check(fixed, "m.inverses(2.5, 'two')", Raises("TypeError")),
                IsClean());
}

TEST(EarlyReturn, FixedIsCleanWhenNothingFails)
{
    EXPECT_THAT(Check(fixed, "m.inverses(2.5, 0.4)",
                      Given("assert m.inverses(2.5, 0.4) == [0.4, 2.5]")),
                IsClean());
}
