// PyErr_Occurred() lends the type of the exception; it gives no reference.
#include "tools/book/chapter.h"

static const Given source_in_python(
    "class Empty(Exception): pass\n"
    "def get():\n"
    "    raise Empty");

TEST(OccurredIsBorrowed, LeakyReleasesTheClassOfTheException)
{
    EXPECT_THAT(Check(leaky, "m.drain(get, Empty)", source_in_python),
                OverReleases("type", PerCall(1), ReleasedOn("Py_DECREF(raised)")));
}

TEST(OccurredIsBorrowed, LeakyReleasesItAlsoWhenAnotherExceptionComes)
{
    EXPECT_THAT(Check(leaky, "m.drain(get, KeyError)", source_in_python,
                      Raises("Empty")),
                OverReleases("type", PerCall(1)));
}

#if PY_VERSION_HEX < 0x030C0000
// The classes of the interpreter are counted, and few references hold them.
TEST(OccurredIsBorrowed, LeakyFreesABuiltinClassAfterAFewCalls)
{
    EXPECT_THAT(Plainly(leaky, "for i in range(1000): m.drain([1.5].pop, IndexError)"),
#ifdef Py_DEBUG
                DiesOf(SIGABRT));
#else
                DiesOf(SIGSEGV));
#endif
}
#else
// Since 3.12 the classes of the interpreter are immortal.
TEST(OccurredIsBorrowed, LeakyIsCleanWithABuiltinClass)
{
    EXPECT_THAT(Check(leaky, "m.drain([1.5].pop, IndexError)"), IsClean());
}
#endif

TEST(OccurredIsBorrowed, FixedReturnsAllThatItGot)
{
    EXPECT_THAT(Check(fixed, "m.drain([1.5, 2.5].pop, IndexError)",
                      Given("assert m.drain([1.5, 2.5].pop, IndexError) == [2.5, 1.5]\n"
                            "assert m.drain([].pop, IndexError) == []")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.drain(get, Empty)", source_in_python), IsClean());
}

TEST(OccurredIsBorrowed, FixedIsCleanWhenAnotherExceptionComes)
{
    EXPECT_THAT(Check(fixed, "m.drain(get, KeyError)", source_in_python,
                      Raises("Empty")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.drain([1.5].pop, KeyError)", Raises("IndexError")),
                IsClean());
}
