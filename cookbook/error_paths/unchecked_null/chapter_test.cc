// What a call returned may be NULL: check it before anything else gets it.
#include "tools/book/chapter.h"

// 3.9 said "an error" where later versions say "an exception".
#if PY_VERSION_HEX < 0x030A0000
#define AN_EXCEPTION "an error"
#else
#define AN_EXCEPTION "an exception"
#endif

static const Given entries(
    "from types import SimpleNamespace as Entry\n"
    "profile = Entry(name='.profile')\n"
    "readme = Entry(name='README')");
static const Given numbered(
    "from types import SimpleNamespace as Entry\n"
    "numbered = Entry(name=1.5)");

TEST(UncheckedNull, LeakyCrashesWhenThereIsNoName)
{
    EXPECT_THAT(Check(leaky, "m.is_hidden([])"),
                Crashes(SIGSEGV, UsedOn("PyUnicode_Check(name)")));
    EXPECT_THAT(Plainly(leaky, "m.is_hidden([])"), DiesOf(SIGSEGV));
}

TEST(UncheckedNull, LeakyPutsNullIntoTheList)
{
    EXPECT_THAT(Check(leaky, "m.names(([],))", Raises("SystemError")),
                BreaksTheExceptionContract("returned a result with " AN_EXCEPTION " set"));
}

TEST(UncheckedNull, LeakyIsCleanAsLongAsThereIsAName)
{
    EXPECT_THAT(Check(leaky, "m.is_hidden(profile)", entries), IsClean());
    EXPECT_THAT(Check(leaky, "m.is_hidden(numbered)", numbered, Raises("TypeError")),
                IsClean());
    EXPECT_THAT(Check(leaky, "m.names((readme, profile))", entries), IsClean());
}

TEST(UncheckedNull, FixedRaisesWhenThereIsNoName)
{
    EXPECT_THAT(Check(fixed, "m.is_hidden([])", Raises("AttributeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.names((readme, []))", entries, Raises("AttributeError")),
                IsClean());
}

TEST(UncheckedNull, FixedRaisesWhenTheNameIsNoText)
{
    EXPECT_THAT(Check(fixed, "m.is_hidden(numbered)", numbered, Raises("TypeError")),
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
