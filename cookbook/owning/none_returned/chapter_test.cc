// None is an object like any other: who returns it gives a reference to it away.
#include "tools/book/chapter.h"

static const Given some_data("data = bytes(range(65, 91))");

#if PY_VERSION_HEX < 0x030C0000
TEST(NoneReturned, LeakyTakesAReferenceFromNone)
{
    EXPECT_THAT(Check(leaky, "m.verify(data, 2015)", some_data),
                OverReleases("NoneType", PerCall(1)));
}

TEST(NoneReturned, LeakyBringsPythonDownWhenTheReferencesToNoneAreUsedUp)
{
    const auto &run = Plainly(leaky, "for _ in range(1000000): m.verify(data, 2015)", some_data);
    EXPECT_THAT(run, Says("Fatal Python error: none_dealloc: deallocating None"));
    EXPECT_THAT(run, DiesOf(SIGABRT));
}
#else
TEST(NoneReturned, LeakyLooksCleanSinceNoneIsImmortal)
{
    EXPECT_THAT(Check(leaky, "m.verify(data, 2015)", some_data), IsClean());
}
#endif

TEST(NoneReturned, LeakyIsCleanWhereItRaises)
{
    EXPECT_THAT(Check(leaky, "m.verify(data, 2016)", some_data, Raises("ValueError")), IsClean());
}

TEST(NoneReturned, FixedGivesAwayAReferenceItTook)
{
    EXPECT_THAT(Check(fixed, "m.verify(data, 2015)", some_data), IsClean());
    EXPECT_THAT(Check(fixed, "m.verify(bytearray(data), 2015)", some_data), IsClean());
}

TEST(NoneReturned, FixedIsCleanWhereItRaises)
{
    EXPECT_THAT(Check(fixed, "m.verify(data, 2016)", some_data, Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.verify('text', 2015)", Raises("TypeError")), IsClean());
}
