// What PyArg_ParseTuple() stores for "O" is borrowed: it belongs to the caller.
#include "tools/book/chapter.h"

static const Given some_samples("samples = tuple([1.5, 2.5])");

TEST(ArgumentReleased, LeakyReleasesTheCallersTuple)
{
    EXPECT_THAT(Check(leaky, "m.average(samples)", some_samples),
                OverReleases("tuple", PerCall(1), ReleasedOn("Py_DECREF(samples)")));
}

TEST(ArgumentReleased, LeakyIsCleanOnTheWaysOutBeforeTheRelease)
{
    EXPECT_THAT(Check(leaky, "m.average(('one', 2.5))", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(leaky, "m.average(())", Raises("ValueError")), IsClean());
}

TEST(ArgumentReleased, FixedLeavesTheArgumentAlone)
{
    EXPECT_THAT(Check(fixed, "m.average(samples)",
                      Given("samples = tuple([1.5, 2.5])\n"
                            "assert m.average(samples) == 2.0")),
                IsClean());
}

TEST(ArgumentReleased, FixedIsCleanOnEachFailingPath)
{
    EXPECT_THAT(Check(fixed, "m.average(tuple(['one', 2.5]))", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.average(())", Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.average([1.5, 2.5])", Raises("TypeError")), IsClean());
}
