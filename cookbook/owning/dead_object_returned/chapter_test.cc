// A function that returns an object hands its reference over: it must not release it.
#include "tools/book/chapter.h"

static const Given titles("titles = ['Home', 'Garden']");

TEST(DeadObjectReturned, LeakyReleasesWhatItReturns)
{
    EXPECT_THAT(Check(leaky, "m.breadcrumb(titles, 'Roses')", titles),
                OverReleases("str", PerCall(1), MadeOn("PyUnicode_Join"),
                             FreedOn("Py_XDECREF(line)")));
}

TEST(DeadObjectReturned, LeakyCrashesWhereFreedMemoryIsFilled)
{
    EXPECT_THAT(Plainly(leaky, "print(m.breadcrumb(titles, 'Roses'))", titles,
                        Environment("PYTHONMALLOC=debug")),
                DiesOf(SIGSEGV));
}

// Nothing is returned, so Py_XDECREF() has nothing to release.
TEST(DeadObjectReturned, LeakyIsCleanWhenItFails)
{
    EXPECT_THAT(Check(leaky, "m.breadcrumb(titles, 3.5)", titles, Raises("TypeError")),
                IsClean());
}

TEST(DeadObjectReturned, FixedHandsItOver)
{
    EXPECT_THAT(Check(fixed, "m.breadcrumb(titles, 'Roses')",
                      Given("titles = ['Home', 'Garden']\n"
                            "assert m.breadcrumb(titles, 'Roses') == 'Home > Garden > Roses'")),
                IsClean());
}

TEST(DeadObjectReturned, FixedIsCleanWhenATitleIsNoText)
{
    EXPECT_THAT(Check(fixed, "m.breadcrumb(titles, 3.5)", titles, Raises("TypeError")),
                IsClean());
}

TEST(DeadObjectReturned, FixedIsCleanWhenTheTitlesAreNoSequence)
{
    EXPECT_THAT(Check(fixed, "m.breadcrumb(3.5, 'Roses')", Raises("TypeError")), IsClean());
}
