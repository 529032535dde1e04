// PyList_SetItem() takes the reference over also when it fails.
#include "tools/book/chapter.h"

static const Given short_row("row = [f'{1.5}']");

TEST(StolenOnFailure, LeakyReleasesWhatTheFailedCallHasReleased)
{
    EXPECT_THAT(Check(leaky, "m.set_price(row, 1, 1250)", short_row, Raises("IndexError")),
                OverReleases("str", PerCall(1), MadeOn("PyUnicode_FromFormat"),
                             FreedOn("PyList_SetItem"), UsedOn("Py_DECREF(text)")));
}

TEST(StolenOnFailure, LeakyIsCleanAsLongAsTheColumnIsThere)
{
    EXPECT_THAT(Check(leaky, "m.set_price(row, 0, 1250)", short_row), IsClean());
}

#ifdef Py_DEBUG
TEST(StolenOnFailure, LeakyIsFoundByADebugBuild)
{
    EXPECT_THAT(Plainly(leaky, "m.set_price([], 0, 1250)"),
                Says("object has negative ref count"));
}
#endif

TEST(StolenOnFailure, FixedIsCleanWhenTheColumnIsThere)
{
    EXPECT_THAT(Check(fixed, "m.set_price(row, 0, 1250)",
                      Given("row = [f'{1.5}']\n"
                            "m.set_price(row, 0, 1205)\n"
                            "assert row == ['12.05']")),
                IsClean());
}

TEST(StolenOnFailure, FixedLeavesTheItemToTheFailedCall)
{
    EXPECT_THAT(Check(fixed, "m.set_price(row, 1, 1250)", short_row, Raises("IndexError")),
                IsClean());
}

TEST(StolenOnFailure, FixedIsCleanWithoutAList)
{
    EXPECT_THAT(Check(fixed, "m.set_price((1.5,), 0, 1250)", Raises("TypeError")),
                IsClean());
}
