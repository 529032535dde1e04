// PyList_SET_ITEM() writes where it is told to; PyList_SetItem() looks first.
#include "tools/book/chapter.h"

// The first byte of a frame says how many samples follow.
static const Given more_than_none("frame = bytes([0, 5])");
static const Given more_than_one("frame = bytes([1, 5, 251])");
static const Given two("frame = bytes([2, 5, 251])\n"
                       "assert m.samples(frame) == [0.5, -0.5]");

TEST(SetItemOutOfBounds, LeakyWritesToAListWithoutSlots)
{
    EXPECT_THAT(Check(leaky, "m.samples(frame)", more_than_none),
                Crashes(SIGSEGV, UsedOn("PyList_SET_ITEM")));
    EXPECT_THAT(Plainly(leaky, "m.samples(frame)", more_than_none), DiesOf(SIGSEGV));
}

// What lies behind the list's slots belongs to somebody else.
TEST(SetItemOutOfBounds, LeakyWritesBehindTheSlotsOfAList)
{
    const Environment debug("PYTHONMALLOC=debug");
    EXPECT_THAT(Plainly(leaky, "m.samples(frame)", more_than_one, debug),
                Says("bad trailing pad byte"));
    EXPECT_THAT(Plainly(leaky, "m.samples(frame)", more_than_one, debug), DiesOf(SIGABRT));
}

TEST(SetItemOutOfBounds, LeakyIsRightForAFrameThatTellsTheTruth)
{
    EXPECT_THAT(Check(leaky, "m.samples(frame)", two), IsClean());
}

TEST(SetItemOutOfBounds, FixedRefusesAFrameWithMoreThanItSays)
{
    EXPECT_THAT(Check(fixed, "m.samples(frame)", more_than_none, Raises("IndexError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.samples(frame)", more_than_one, Raises("IndexError")),
                IsClean());
}

TEST(SetItemOutOfBounds, FixedLosesNothing)
{
    EXPECT_THAT(Check(fixed, "m.samples(frame)", two), IsClean());
    EXPECT_THAT(Check(fixed, "m.samples(b'\\0')", Given("assert m.samples(b'\\0') == []")),
                IsClean());
}

TEST(SetItemOutOfBounds, FixedLosesNothingWhenItFails)
{
    EXPECT_THAT(Check(fixed, "m.samples(b'\\2\\5')", Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.samples(b'')", Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.samples('5')", Raises("TypeError")), IsClean());
}
