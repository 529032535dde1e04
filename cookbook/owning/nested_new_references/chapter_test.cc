// An object that is made inside of another call's brackets has no name to release it by.
#include "tools/book/chapter.h"

TEST(NestedNewReferences, LeakyLosesTheSeparator)
{
    EXPECT_THAT(Check(leaky, "m.csv_line(['ada', 'grace'])"),
                Leaks("str", PerCall(1), MadeOn("PyUnicode_FromString")));
}

TEST(NestedNewReferences, LeakyLosesItWhenTheOuterCallFailsToo)
{
    EXPECT_THAT(Check(leaky, "m.csv_line(['ada', 1815])", Raises("TypeError")),
                Leaks("str", PerCall(1), MadeOn("PyUnicode_FromString")));
}

TEST(NestedNewReferences, FixedLosesNothing)
{
    EXPECT_THAT(Check(fixed, "m.csv_line(['ada', 'grace'])",
                      Given("assert m.csv_line(['ada', 'grace']) == 'ada; grace'")),
                IsClean());
}

TEST(NestedNewReferences, FixedLosesNothingWhenTheOuterCallFails)
{
    EXPECT_THAT(Check(fixed, "m.csv_line(['ada', 1815])", Raises("TypeError")), IsClean());
}
