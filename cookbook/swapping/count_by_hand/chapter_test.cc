// ob_refcnt-- reaches zero and frees nothing: only Py_DECREF() looks.
#include "tools/book/chapter.h"

TEST(CountByHand, LeakyFreesNoTextThatItReleases)
{
    EXPECT_THAT(Check(leaky, "m.widest([1.5, 22.25])"),
                Leaks("str", PerCall(2), MadeOn("PyObject_Str")));
}

// str() of a str is the str itself: others hold it, and the count stays above zero.
TEST(CountByHand, LeakyIsCleanWithValuesThatAreStr)
{
    EXPECT_THAT(Check(leaky, "m.widest(names)",
                      Given("names = ['Grace Hopper'.upper(), 'Ada Lovelace'.upper()]")),
                IsClean());
}

static const Given moved("import sys\n"
                         "def moved(value):\n"
                         "    before = sys.getrefcount(str(value))\n"
                         "    m.widest([value] * 1000)\n"
                         "    return sys.getrefcount(str(value)) - before\n");

// From CPython 3.13 on str(True) is immortal and no longer counted up for the caller.
TEST(CountByHand, LeakyWearsOutTheTextOfTrue)
{
    const auto &run = Plainly(leaky, "print('count moved by', moved(True))", moved);
#if PY_VERSION_HEX < 0x030D0000
    EXPECT_THAT(run, Prints("count moved by 0"));
#else
    EXPECT_THAT(run, Prints("count moved by -1000"));
#endif
}

TEST(CountByHand, FixedLeavesTheTextOfTrueAlone)
{
    EXPECT_THAT(Plainly(fixed, "print('count moved by', moved(True))", moved),
                Prints("count moved by 0"));
}

TEST(CountByHand, FixedFreesTheTextsThatItMakes)
{
    EXPECT_THAT(Check(fixed, "m.widest([1.5, 22.25])",
                      Given("assert m.widest([1.5, 22.25]) == 5\n"
                            "assert m.widest([]) == 0")),
                IsClean());
}

TEST(CountByHand, FixedLeavesTheValuesThatAreStrAlone)
{
    EXPECT_THAT(Check(fixed, "m.widest(names)",
                      Given("names = ['Grace Hopper'.upper(), 'Ada Lovelace'.upper()]")),
                IsClean());
}

TEST(CountByHand, FixedLosesNothingWhenAValueHasNoText)
{
    EXPECT_THAT(Check(fixed, "m.widest([1.5, mute])",
                      Given("class Mute:\n"
                            "    def __str__(self):\n"
                            "        raise ValueError\n"
                            "mute = Mute()"),
                      Raises("ValueError")),
                IsClean());
}

TEST(CountByHand, FixedRefusesWhatIsNotIterable)
{
    EXPECT_THAT(Check(fixed, "m.widest(1.5)", Raises("TypeError")), IsClean());
}
