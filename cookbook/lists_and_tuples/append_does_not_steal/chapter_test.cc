// PyList_Append() keeps a reference of its own: ours is still ours to release.
#include "tools/book/chapter.h"

TEST(AppendDoesNotSteal, LeakyLosesTheItem)
{
    EXPECT_THAT(Check(leaky, "m.guests()"),
                Leaks("bytes", PerCall(1), MadeOn("PyBytes_FromString")));
}

TEST(AppendDoesNotSteal, FixedLosesNothing)
{
    EXPECT_THAT(Check(fixed, "m.guests()"), IsClean());
}

// It is often said that appending to a list steals. If it did, the release in
// fixed.c would be one too many.
TEST(AppendDoesNotSteal, AppendingStealsNothing)
{
    EXPECT_THAT(Check(fixed, "m.guests()", Given("assert m.guests() == [b'Ada Lovelace']")),
                IsClean());
}
