// A new reference is returned as it is: the caller takes that one over and no other.
#include "tools/book/chapter.h"

TEST(ExtraIncref, LeakyTakesASecondReferenceThatNobodyReleases)
{
    EXPECT_THAT(Check(leaky, "m.parse_color('#ff8000')"),
                Leaks("tuple", PerCall(1), MadeOn("Py_BuildValue")));
}

TEST(ExtraIncref, LeakyIsCleanWhereItReturnsNoObject)
{
    EXPECT_THAT(Check(leaky, "m.parse_color('orange')", Raises("ValueError")), IsClean());
}

TEST(ExtraIncref, FixedReturnsTheReferenceItGot)
{
    EXPECT_THAT(Check(fixed, "m.parse_color('#ff8000')",
                      Given("assert m.parse_color('#ff8000') == (255, 128, 0)")),
                IsClean());
}

TEST(ExtraIncref, FixedIsCleanWhenTheTextIsNoColor)
{
    EXPECT_THAT(Check(fixed, "m.parse_color('orange')", Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.parse_color('#ff80_0')", Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.parse_color(0xff8000)", Raises("TypeError")), IsClean());
}
