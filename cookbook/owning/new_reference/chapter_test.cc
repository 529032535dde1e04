// A function that makes an object gives us its reference: we release it.
#include "tools/book/chapter.h"

TEST(NewReference, LeakyLosesTheObjectItMade)
{
    EXPECT_THAT(Check(leaky, "m.is_late(100000)"),
                Leaks("int", PerCall(1), MadeOn("PyLong_FromLong")));
}

TEST(NewReference, LeakyLosesItWhenTheComparisonFailsToo)
{
    EXPECT_THAT(Check(leaky, "m.is_late('noon')", Raises("TypeError")),
                Leaks("int", PerCall(1), MadeOn("PyLong_FromLong")));
}

TEST(NewReference, FixedLosesNothing)
{
    EXPECT_THAT(Check(fixed, "m.is_late(100000)",
                      Given("assert m.is_late(86401)\n"
                            "assert not m.is_late(86400)")),
                IsClean());
}

TEST(NewReference, FixedLosesNothingWhenTheComparisonFails)
{
    EXPECT_THAT(Check(fixed, "m.is_late('noon')", Raises("TypeError")),
                IsClean());
}
