// An array over C memory frees nothing: its base must own the memory.
#include "tools/book/chapter.h"

TEST(NumpyArrayWithoutOwner, LeakyLosesTheMemoryUnderTheArray)
{
    EXPECT_THAT(Check(leaky, "m.ramp(1000)"),
                LeaksMemory("malloc block", PerCall(1), MadeOn("= malloc(")));
}

TEST(NumpyArrayWithoutOwner, FixedFreesItWithTheArray)
{
    EXPECT_THAT(Check(fixed, "m.ramp(1000)"), IsClean());
}

TEST(NumpyArrayWithoutOwner, FixedKeepsItAsLongAsAViewLives)
{
    EXPECT_THAT(Check(fixed, "view = m.ramp(1000)[990:]\n"
                             "assert view.sum() == 9945.0"),
                IsClean());
}
