// A field owns the value that it shows: the next value does not release it.
#include "tools/book/chapter.h"

TEST(FieldOverwritten, LeakyKeepsAReferenceToEachValue)
{
    EXPECT_THAT(Check(leaky, "cell.value = price",
                      Given("cell = m.Cell(); price = float('9.95')")),
                Leaks("float", PerCall(1), TakenOn("Py_XINCREF(value)")));
}

TEST(FieldOverwritten, LeakyForgetsTheOldValue)
{
    EXPECT_THAT(Check(leaky, "cell.value = [1.5]", Given("cell = m.Cell()")),
                Leaks("list", PerCall(1)));
}

TEST(FieldOverwritten, LeakyForgetsADeletedValue)
{
    EXPECT_THAT(Check(leaky, "cell = m.Cell(); cell.value = [1.5]; del cell.value"),
                Leaks("list", PerCall(1)));
}

TEST(FieldOverwritten, LeakyIsCleanWhenEachCellIsFilledOnce)
{
    EXPECT_THAT(Check(leaky, "cell = m.Cell(); cell.value = [1.5]"), IsClean());
}

TEST(FieldOverwritten, FixedReleasesTheOldValue)
{
    EXPECT_THAT(Check(fixed, "cell.value = [1.5]", Given("cell = m.Cell()")), IsClean());
    EXPECT_THAT(Check(fixed, "cell = m.Cell(); cell.value = [1.5]; del cell.value"), IsClean());
    EXPECT_THAT(Check(fixed, "assert cell.value is value",
                      Given("cell = m.Cell(); cell.value = value = [1.5]")),
                IsClean());
}

TEST(FieldOverwritten, FixedIsCleanWhenTheCellIsEmpty)
{
    EXPECT_THAT(Check(fixed, "m.Cell().value", Raises("AttributeError")), IsClean());
    EXPECT_THAT(Check(fixed, "del m.Cell().value"), IsClean());
}

TEST(FieldOverwritten, FixedIsCollectedWithAValueThatHoldsIt)
{
    EXPECT_THAT(Check(fixed, "cell = m.Cell(); cell.value = [cell]; del cell; gc.collect()",
                      Given("import gc")),
                IsClean());
}

TEST(FieldOverwritten, FixedIsCleanWhenTheModuleIsLoadedOnceMore)
{
    EXPECT_THAT(Check(fixed, "m.__spec__.loader.exec_module(module_from_spec(m.__spec__))",
                      Given("from importlib.util import module_from_spec")),
                IsClean());
}
