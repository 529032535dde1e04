// A pointer that a shared label releases must be NULL before the first goto.
#include "tools/book/chapter.h"

TEST(GotoUninitialized, LeakyReleasesWhatItHasNotMade)
{
    EXPECT_THAT(Check(leaky, "m.call_with_numbers(max, ('1.5', 'two', '3.5'))",
                      Raises("ValueError")),
                Crashes(SIGSEGV, UsedOn("Py_XDECREF(numbers[i])")));
}

// Without the debug allocator the block may hold zeros, and nothing is seen.
TEST(GotoUninitialized, LeakyDiesUnderTheDebugAllocator)
{
    EXPECT_THAT(Plainly(leaky, "m.call_with_numbers(max, ('1.5', 'two', '3.5'))",
                        Environment("PYTHONMALLOC=debug")),
                DiesOf(SIGSEGV));
}

TEST(GotoUninitialized, LeakyIsCleanWhenOnlyTheLastTextIsWrong)
{
    EXPECT_THAT(Check(leaky, "m.call_with_numbers(max, ('1.5', '2.5', 'three'))",
                      Raises("ValueError")),
                IsClean());
}

TEST(GotoUninitialized, LeakyIsCleanAsLongAsNothingFails)
{
    EXPECT_THAT(Check(leaky, "m.call_with_numbers(max, ('1.5', '2.5', '3.5'))"), IsClean());
}

TEST(GotoUninitialized, FixedReleasesWhatItHasMade)
{
    EXPECT_THAT(Check(fixed, "m.call_with_numbers(max, ('1.5', 'two', '3.5'))",
                      Raises("ValueError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.call_with_numbers(max, ('one', '2.5'))",
                      Raises("ValueError")),
                IsClean());
}

TEST(GotoUninitialized, FixedIsCleanWhenTheFunctionFails)
{
    EXPECT_THAT(Check(fixed, "m.call_with_numbers(len, ('1.5',))", Raises("TypeError")),
                IsClean());
}

TEST(GotoUninitialized, FixedIsCleanWhenNothingFails)
{
    EXPECT_THAT(Check(fixed, "m.call_with_numbers(max, ('1.5', '2.5', '3.5'))",
                      Given("assert m.call_with_numbers(max, ('1.5', '2.5')) == 2.5\n"
                            "assert m.call_with_numbers(dict, ()) == {}")),
                IsClean());
}
