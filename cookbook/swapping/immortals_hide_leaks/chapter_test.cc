// From CPython 3.12 on the count of None stands still: a test with None sees no lost reference.
#include "tools/book/chapter.h"

static const Given one_read("from types import SimpleNamespace as Message\n"
                            "read_at = 1.5\n"
                            "messages = [Message(read_at=read_at)]");

TEST(ImmortalsHideLeaks, LeakyLosesAReferenceToTheTime)
{
    EXPECT_THAT(Check(leaky, "m.count_unread(messages)", one_read),
                Leaks("float", PerCall(1), TakenOn("PyObject_GetAttrString")));
}

TEST(ImmortalsHideLeaks, LeakyLosesTheTimeThatAPropertyMakes)
{
    EXPECT_THAT(Check(leaky, "m.count_unread(messages)",
                      Given("class Message:\n"
                            "    read_at = property(lambda self: float('1.5'))\n"
                            "messages = [Message()]")),
                Leaks("float", PerCall(1), MadeOn("PyObject_GetAttrString")));
}

TEST(ImmortalsHideLeaks, LeakyIsCleanWithNoneFrom312On)
{
    const auto none = Check(leaky, "m.count_unread(messages)",
                            Given("from types import SimpleNamespace as Message\n"
                                  "messages = [Message(read_at=None)]"));
#if PY_VERSION_HEX < 0x030C0000
    EXPECT_THAT(none, Leaks("NoneType", PerCall(1)));
#else
    EXPECT_THAT(none, IsClean());
#endif
}

static const Given counted("import sys\n"
                           "from types import SimpleNamespace as Message\n"
                           "def lost(read_at):\n"
                           "    messages = [Message(read_at=read_at)] * 1000\n"
                           "    before = sys.getrefcount(read_at)\n"
                           "    m.count_unread(messages)\n"
                           "    return sys.getrefcount(read_at) - before\n");

TEST(ImmortalsHideLeaks, TheCountOfNoneStandsStillFrom312On)
{
    const auto &run = Plainly(leaky, "print('stood still:', lost(None) == 0)", counted);
#if PY_VERSION_HEX < 0x030C0000
    EXPECT_THAT(run, Prints("stood still: False"));
#else
    EXPECT_THAT(run, Prints("stood still: True"));
#endif
}

// Small ints are -5 to 256, and up to 1024 from CPython 3.15 on.
TEST(ImmortalsHideLeaks, TheCountOfASmallIntStandsStillFrom312On)
{
    const auto &run = Plainly(leaky, "print('lost:', lost(int('256')))", counted);
#if PY_VERSION_HEX < 0x030C0000
    EXPECT_THAT(run, Prints("lost: 1000"));
#else
    EXPECT_THAT(run, Prints("lost: 0"));
#endif
    EXPECT_THAT(Plainly(leaky, "print('lost:', lost(int('1025')))", counted),
                Prints("lost: 1000"));
}

TEST(ImmortalsHideLeaks, FixedLosesNothing)
{
    EXPECT_THAT(Check(fixed, "m.count_unread(messages)", one_read), IsClean());
    EXPECT_THAT(Check(fixed, "m.count_unread(messages)",
                      Given("from types import SimpleNamespace as Message\n"
                            "messages = [Message(read_at=1.5), Message(read_at=None)]\n"
                            "assert m.count_unread(messages) == 1")),
                IsClean());
}

TEST(ImmortalsHideLeaks, FixedLosesNothingWhenAMessageHasNoTime)
{
    EXPECT_THAT(Check(fixed, "m.count_unread(messages + [object()])", one_read,
                      Raises("AttributeError")),
                IsClean());
}

TEST(ImmortalsHideLeaks, FixedRefusesWhatIsNotIterable)
{
    EXPECT_THAT(Check(fixed, "m.count_unread(1.5)", Raises("TypeError")), IsClean());
}
