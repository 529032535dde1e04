// Py_DECREF() needs an object: on an error path there may be none yet.
#include "tools/book/chapter.h"

TEST(ReleaseOfNull, LeakyCrashesWhenTheSecondIsNotANumber)
{
    EXPECT_THAT(Check(leaky, "m.total('1.5', 'two')"),
                Crashes(SIGSEGV, UsedOn("Py_DECREF(right)")));
}

TEST(ReleaseOfNull, LeakyCrashesWhenTheFirstIsNotANumber)
{
    EXPECT_THAT(Check(leaky, "m.total('one', '2.25')"),
                Crashes(SIGSEGV, UsedOn("Py_DECREF(left)")));
}

TEST(ReleaseOfNull, LeakyCrashesInAPlainPythonToo)
{
    EXPECT_THAT(Plainly(leaky, "m.total('1.5', 'two')"), DiesOf(SIGSEGV));
}

TEST(ReleaseOfNull, LeakyIsCleanAsLongAsNothingFails)
{
    EXPECT_THAT(Check(leaky, "m.total('1.5', '2.25')"), IsClean());
}

TEST(ReleaseOfNull, FixedRaisesWhenTheSecondIsNotANumber)
{
    EXPECT_THAT(Check(fixed, "m.total('1.5', 'two')", Raises("ValueError")),
                IsClean());
}

TEST(ReleaseOfNull, FixedRaisesWhenTheFirstIsNotANumber)
{
    EXPECT_THAT(Check(fixed, "m.total('one', '2.25')", Raises("ValueError")),
                IsClean());
}

TEST(ReleaseOfNull, FixedIsCleanWhenNothingFails)
{
    EXPECT_THAT(Check(fixed, "m.total('1.5', '2.25')",
                      Given("assert m.total('1.5', '2.25') == 3.75")),
                IsClean());
}
