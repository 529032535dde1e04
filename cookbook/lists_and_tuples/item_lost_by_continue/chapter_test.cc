// PyIter_Next() returns a new reference: `continue` may not jump over its release.
#include "tools/book/chapter.h"

// As a file does, the generator makes each line when it is asked for.
TEST(ItemLostByContinue, LeakyLosesTheCommentsThatItPassesOver)
{
    EXPECT_THAT(Check(leaky, "m.active_lines(f'# note {n}' for n in range(3))"),
                Leaks("str", PerCall(3), MadeOn("PyIter_Next")));
}

TEST(ItemLostByContinue, LeakyTakesAReferenceToACommentThatLives)
{
    EXPECT_THAT(Check(leaky, "m.active_lines(lines)", Given("lines = [f'# {10 ** 6}']")),
                Leaks("str", PerCall(1), TakenOn("PyIter_Next")));
}

TEST(ItemLostByContinue, LeakyIsCleanWhenEveryLineCounts)
{
    EXPECT_THAT(Check(leaky, "m.active_lines([f'depth = {n}' for n in range(3)])"),
                IsClean());
}

TEST(ItemLostByContinue, FixedReleasesTheComments)
{
    EXPECT_THAT(Check(fixed, "m.active_lines(f'# note {n}' for n in range(3))"), IsClean());
    EXPECT_THAT(Check(fixed, "m.active_lines([f'# note {n}' for n in range(3)])",
                      Given("assert m.active_lines(['# a', '', 'b = 1']) == ['b = 1']")),
                IsClean());
}

TEST(ItemLostByContinue, FixedIsCleanWhenEveryLineCounts)
{
    EXPECT_THAT(Check(fixed, "m.active_lines([f'depth = {n}' for n in range(3)])"),
                IsClean());
}

TEST(ItemLostByContinue, FixedIsCleanWhenALineIsNoString)
{
    EXPECT_THAT(Check(fixed, "m.active_lines(['x = 1', 1.5])", Raises("TypeError")),
                IsClean());
}

TEST(ItemLostByContinue, FixedIsCleanWhenTheIterationFails)
{
    EXPECT_THAT(Check(fixed, "m.active_lines('x' * (1 // n) for n in (1, 0))",
                      Raises("ZeroDivisionError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.active_lines(1.5)", Raises("TypeError")), IsClean());
}
