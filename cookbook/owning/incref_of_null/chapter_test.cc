// A lookup that finds nothing gives NULL, which has no count to raise.
#include "tools/book/chapter.h"

static const Given types("types = {'.png': bytes(range(65, 91))}\n"
                         "other = bytes(range(97, 123))");

TEST(IncrefOfNull, LeakyCrashesWhenTheSuffixIsUnknown)
{
    EXPECT_THAT(Check(leaky, "m.content_type(types, '.xyz', other)", types),
                Crashes(SIGSEGV, UsedOn("Py_INCREF(type)")));
}

TEST(IncrefOfNull, LeakyCrashesInAPlainPythonToo)
{
    EXPECT_THAT(Plainly(leaky, "m.content_type(types, '.xyz', other)", types), DiesOf(SIGSEGV));
}

// The exception is set, but nobody gets to see it.
TEST(IncrefOfNull, LeakyCrashesWhenTheLookupFails)
{
    EXPECT_THAT(Check(leaky, "m.content_type(types, [1.5], other)", types),
                Crashes(SIGSEGV, UsedOn("Py_INCREF(type)")));
}

TEST(IncrefOfNull, LeakyIsCleanWhenTheSuffixIsKnown)
{
    EXPECT_THAT(Check(leaky, "m.content_type(types, '.png', other)", types), IsClean());
}

TEST(IncrefOfNull, FixedReturnsTheOtherWhenTheSuffixIsUnknown)
{
    EXPECT_THAT(Check(fixed, "assert m.content_type(types, '.xyz', other) is other", types),
                IsClean());
}

TEST(IncrefOfNull, FixedRaisesWhenTheLookupFails)
{
    EXPECT_THAT(Check(fixed, "m.content_type(types, [1.5], other)", types, Raises("TypeError")),
                IsClean());
}

TEST(IncrefOfNull, FixedIsCleanWhenTheSuffixIsKnown)
{
    EXPECT_THAT(Check(fixed, "assert m.content_type(types, '.png', other) is types['.png']",
                      types),
                IsClean());
}
