// PyList_SET_ITEM() writes into an empty slot; what stood there before is lost.
#include "tools/book/chapter.h"

TEST(ItemOverwritten, LeakyLosesTheOldSample)
{
    EXPECT_THAT(Check(leaky, "m.calibrate([sample], 0.5)", Given("sample = 1.5")),
                Leaks("float", PerCall(1)));
}

TEST(ItemOverwritten, LeakyLosesEachSampleOfTheCallBefore)
{
    EXPECT_THAT(Check(leaky, "m.calibrate(samples, 0.5)", Given("samples = [1.5, 2.5, 3.5]")),
                Leaks("float", PerCall(3), MadeOn("PyFloat_FromDouble")));
}

TEST(ItemOverwritten, LeakyIsCleanOnlyWhereThereIsNothingToReplace)
{
    EXPECT_THAT(Check(leaky, "m.calibrate([], 0.5)"), IsClean());
}

TEST(ItemOverwritten, FixedReleasesTheOldSample)
{
    EXPECT_THAT(Check(fixed, "m.calibrate([sample], 0.5)", Given("sample = 1.5")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.calibrate(samples, 0.5)",
                      Given("samples = [1.5, 2.5]\n"
                            "m.calibrate(samples, 2.0)\n"
                            "assert samples == [3.0, 5.0]")),
                IsClean());
}

TEST(ItemOverwritten, FixedIsCleanWhenASampleIsNoFloat)
{
    EXPECT_THAT(Check(fixed, "m.calibrate(samples, 0.5)", Given("samples = [1.5, 'two']"),
                      Raises("TypeError")),
                IsClean());
}

TEST(ItemOverwritten, FixedIsCleanWithoutAList)
{
    EXPECT_THAT(Check(fixed, "m.calibrate((1.5,), 0.5)", Raises("TypeError")), IsClean());
}
