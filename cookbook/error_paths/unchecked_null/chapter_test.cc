// What a call returned may be NULL: check it before anything else gets it.
#include "tools/book/chapter.h"

static const Given entries(
    "import types\n"
    "nameless = []\n"
    "numbered = types.SimpleNamespace(name=1.5)\n"
    "profile = types.SimpleNamespace(name='.profile')\n"
    "readme = types.SimpleNamespace(name='README')");

TEST(UncheckedNull, LeakyCrashesWhenThereIsNoName)
{
    EXPECT_THAT(Check(leaky, "m.is_hidden(nameless)", entries),
                Crashes(SIGSEGV, UsedOn("PyUnicode_Check(name)")));
    EXPECT_THAT(Plainly(leaky, "m.is_hidden([])"), DiesOf(SIGSEGV));
}

TEST(UncheckedNull, LeakyPutsNullIntoTheList)
{
    EXPECT_THAT(Check(leaky, "m.names((readme, nameless))", entries,
                      Raises("SystemError")),
                BreaksTheExceptionContract("returned a result with an e"));
}

TEST(UncheckedNull, LeakyIsCleanAsLongAsThereIsAName)
{
    EXPECT_THAT(Check(leaky, "m.is_hidden(profile)", entries), IsClean());
    EXPECT_THAT(Check(leaky, "m.is_hidden(numbered)", entries, Raises("TypeError")),
                IsClean());
    EXPECT_THAT(Check(leaky, "m.names((readme, profile))", entries), IsClean());
}

TEST(UncheckedNull, FixedRaisesWhenThereIsNoName)
{
    EXPECT_THAT(Check(fixed, "m.is_hidden(nameless)", entries, Raises("AttributeError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.names((readme, nameless))", entries,
                      Raises("AttributeError")),
                IsClean());
}

TEST(UncheckedNull, FixedRaisesWhenTheNameIsNoText)
{
    EXPECT_THAT(Check(fixed, "m.is_hidden(numbered)", entries, Raises("TypeError")),
                IsClean());
}

TEST(UncheckedNull, FixedIsCleanWhenThereIsAName)
{
    EXPECT_THAT(Check(fixed, "assert m.is_hidden(profile) is True", entries), IsClean());
    EXPECT_THAT(Check(fixed, "assert m.is_hidden(readme) is False", entries), IsClean());
    EXPECT_THAT(Check(fixed, "assert m.names((readme, profile)) == ['README', '.profile']",
                      entries),
                IsClean());
}
