// A path that only lack of memory takes is a path: a sweep of allocations takes it.
#include "tools/book/chapter.h"

TEST(AllocationFailure, LeakyLosesTheNameWhenThereIsNoMemoryForTheValue)
{
    EXPECT_THAT(Check(leaky, "m.split_header('Host: example.org')", AllocationsFail()),
                Leaks("str", PerCall(1), MadeOn("PyObject *name =")));
}

TEST(AllocationFailure, LeakyIsCleanWhateverTheArgument)
{
    for (const char *line : {"'Host: example.org'", "'Host:'", "': example.org'", "':'"}) {
        EXPECT_THAT(Check(leaky, std::string("m.split_header(") + line + ")"), IsClean());
    }
    EXPECT_THAT(Check(leaky, "m.split_header('example.org')", Raises("ValueError")),
                IsClean());
    EXPECT_THAT(Check(leaky, "m.split_header(b'Host: example.org')", Raises("TypeError")),
                IsClean());
}

// The sweep of the last test of every chapter goes on from here.
TEST(AllocationFailure, FixedSplitsAtTheFirstColon)
{
    EXPECT_THAT(Check(fixed, "m.split_header('Host: example.org:80')",
                      Given("assert m.split_header('Host:  example.org:80') =="
                            " ('Host', 'example.org:80')\n"
                            "assert m.split_header('Host:') == ('Host', '')\n"
                            "assert m.split_header(':') == ('', '')")),
                IsClean());
}

TEST(AllocationFailure, FixedSurvivesEachFailingAllocation)
{
    EXPECT_THAT(Check(fixed, "m.split_header('Host: example.org')", AllocationsFail()),
                SurvivesFailingAllocations());
}

TEST(AllocationFailure, FixedIsCleanWhenThereIsNoColon)
{
    EXPECT_THAT(Check(fixed, "m.split_header('example.org')", Raises("ValueError")),
                IsClean());
}

TEST(AllocationFailure, FixedIsCleanWhenTheLineIsNoText)
{
    EXPECT_THAT(Check(fixed, "m.split_header(b'Host: example.org')", Raises("TypeError")),
                IsClean());
}
