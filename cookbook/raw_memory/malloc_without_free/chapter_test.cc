// What malloc() or PyMem_Malloc() gave is ours to free, on every way out.
#include "tools/book/chapter.h"

TEST(MallocWithoutFree, LeakyLosesTheBlock)
{
    EXPECT_THAT(Check(leaky, "m.median(3.5, 1.25, 2.5)"),
                LeaksMemory("malloc block", PerCall(1), MadeOn("= malloc(")));
}

TEST(MallocWithoutFree, LeakyLosesItOnTheErrorPathToo)
{
    EXPECT_THAT(Check(leaky, "m.median(3.5, 'two')", Raises("TypeError")),
                LeaksMemory("malloc block", PerCall(1), MadeOn("= malloc(")));
}

TEST(MallocWithoutFree, LeakyLosesThePyMemBlock)
{
    EXPECT_THAT(Check(leaky, "m.spread(3.5, 1.25, 2.5)"),
                LeaksMemory("PyMem block", PerCall(1), MadeOn("= PyMem_Malloc(")));
}

TEST(MallocWithoutFree, LeakyLosesThePyMemBlockOnTheErrorPathToo)
{
    EXPECT_THAT(Check(leaky, "m.spread(3.5, 'two')", Raises("TypeError")),
                LeaksMemory("PyMem block", PerCall(1), MadeOn("= PyMem_Malloc(")));
}

TEST(MallocWithoutFree, FixedLosesNothing)
{
    EXPECT_THAT(Check(fixed, "m.median(3.5, 1.25, 2.5)",
                      Given("assert m.median(3.5, 1.25, 2.5) == 2.5\n"
                            "assert m.median(3.5, 1.25) == 2.375")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.spread(3.5, 1.25, 2.5)",
                      Given("assert m.spread(3.5, 1.25, 2.5) == 2.25")),
                IsClean());
}

TEST(MallocWithoutFree, FixedLosesNothingOnTheErrorPath)
{
    EXPECT_THAT(Check(fixed, "m.median(3.5, 'two')", Raises("TypeError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.spread(3.5, 'two')", Raises("TypeError")),
                IsClean());
}
