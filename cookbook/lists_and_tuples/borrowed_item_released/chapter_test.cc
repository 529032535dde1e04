// PyList_GetItem() lends the list's reference: there is nothing to release.
#include "tools/book/chapter.h"

static const Given one_name("names = [bytes(range(65, 91))]");
static const Given no_bytes("names = [bytearray(26)]");

TEST(BorrowedItemReleased, LeakyTakesAReferenceFromTheList)
{
    EXPECT_THAT(Check(leaky, "m.total_length(names)", one_name),
                OverReleases("bytes", PerCall(1), ReleasedOn("Py_DECREF(name)")));
}

TEST(BorrowedItemReleased, LeakyTakesOneAlsoWhenItFails)
{
    EXPECT_THAT(Check(leaky, "m.total_length(names)", no_bytes, Raises("TypeError")),
                OverReleases("bytearray", PerCall(1), ReleasedOn("Py_DECREF(name)")));
}

TEST(BorrowedItemReleased, FixedLeavesTheItemsToTheList)
{
    EXPECT_THAT(Check(fixed, "m.total_length(names)", one_name), IsClean());
}

TEST(BorrowedItemReleased, FixedLeavesThemAlsoWhenItFails)
{
    EXPECT_THAT(Check(fixed, "m.total_length(names)", no_bytes, Raises("TypeError")),
                IsClean());
}
