// A helper that returns what it was given or what it has made must return a new reference to both.
#include "tools/book/chapter.h"

TEST(SometimesNew, LeakyLosesTheCommaThatItMakes)
{
    EXPECT_THAT(Check(leaky, "m.join(['one', 'two'])"),
                Leaks("str", PerCall(1), MadeOn("PyUnicode_FromString")));
}

TEST(SometimesNew, LeakyLosesTheCommaWhenAWordIsNoStr)
{
    EXPECT_THAT(Check(leaky, "m.join(['one', 2])", Raises("TypeError")),
                Leaks("str", PerCall(1), MadeOn("PyUnicode_FromString")));
}

TEST(SometimesNew, LeakyIsCleanWithASeparator)
{
    EXPECT_THAT(Check(leaky, "m.join(['one', 'two'], separator)",
                      Given("separator = ' and so on to '.upper()")),
                IsClean());
}

TEST(SometimesNew, FixedReleasesTheCommaThatItMakes)
{
    EXPECT_THAT(Check(fixed, "m.join(['one', 'two'])",
                      Given("assert m.join(['one', 'two']) == 'one, two'")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.join(['one', 2])", Raises("TypeError")), IsClean());
}

TEST(SometimesNew, FixedLeavesTheSeparatorToItsOwner)
{
    const Given separator("separator = ' and so on to '.upper()\n"
                          "assert m.join(['one', 'two'], '-') == 'one-two'");
    EXPECT_THAT(Check(fixed, "m.join(['one', 'two'], separator)", separator), IsClean());
    EXPECT_THAT(Check(fixed, "m.join(['one', 2], separator)", separator, Raises("TypeError")),
                IsClean());
}

TEST(SometimesNew, FixedRefusesASeparatorThatIsNoStr)
{
    EXPECT_THAT(Check(fixed, "m.join(['one', 'two'], 1.5)", Raises("TypeError")), IsClean());
}
