// A count of one says that there is one reference, not whose it is: here it is the list's.
#include "tools/book/chapter.h"

TEST(CountOfOne, LeakyTakesTheRecordThatTheListStillShows)
{
    EXPECT_THAT(Check(leaky, "m.keys([bytes(range(65, 91))], 3)"),
                OverReleases("bytes", PerCall(1), FreedOn("_PyBytes_Resize")));
}

TEST(CountOfOne, LeakyIsCleanWhenSomebodyElseHasTheRecord)
{
    EXPECT_THAT(Check(leaky, "m.keys([record], 3)", Given("record = bytes(range(65, 91))")),
                IsClean());
}

TEST(CountOfOne, LeakyIsCleanWhenTheRecordIsShort)
{
    EXPECT_THAT(Check(leaky, "m.keys([bytes(range(65, 91))], 26)"), IsClean());
}

TEST(CountOfOne, FixedCopiesTheKey)
{
    EXPECT_THAT(Check(fixed, "m.keys([bytes(range(65, 91))], 3)",
                      Given("records = [bytes(range(65, 91))]\n"
                            "assert m.keys(records, 3) == [b'ABC']\n"
                            "assert records == [bytes(range(65, 91))]")),
                IsClean());
}

TEST(CountOfOne, FixedSharesARecordThatIsShort)
{
    EXPECT_THAT(Check(fixed, "m.keys([bytes(range(65, 91))], 26)",
                      Given("assert m.keys([b'ABC'], 26) == [b'ABC']")),
                IsClean());
}

TEST(CountOfOne, FixedLosesNothingWhenARecordIsNotBytes)
{
    EXPECT_THAT(Check(fixed, "m.keys([bytes(range(65, 91)), 1.5], 3)", Raises("TypeError")),
                IsClean());
}

TEST(CountOfOne, FixedLosesNothingWhenTheWidthIsNegative)
{
    EXPECT_THAT(Check(fixed, "m.keys([bytes(range(65, 91))], -1)", Raises("SystemError")),
                IsClean());
}
