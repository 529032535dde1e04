// PySequence_Fast() returns a new reference, also where it copies nothing.
#include "tools/book/chapter.h"

TEST(FastSequenceLost, LeakyKeepsAReferenceToTheListItWasGiven)
{
    EXPECT_THAT(Check(leaky, "m.content_length(chunks)",
                      Given("chunks = [bytes(range(65, 91))]")),
                Leaks("list", PerCall(1), TakenOn("PySequence_Fast")));
}

// Made for the call, it stays when its maker has let go of it.
TEST(FastSequenceLost, LeakyKeepsTheListThatWasMadeForTheCall)
{
    EXPECT_THAT(Check(leaky, "m.content_length([bytes(range(65, 91))])"),
                Leaks("list", PerCall(1)));
}

TEST(FastSequenceLost, LeakyLosesTheListThatWasMadeOfAGenerator)
{
    EXPECT_THAT(Check(leaky, "m.content_length(bytes(range(65, n)) for n in (90, 91))"),
                Leaks("list", PerCall(1), MadeOn("PySequence_Fast")));
}

TEST(FastSequenceLost, LeakyLosesItWhenAChunkIsRefusedToo)
{
    EXPECT_THAT(Check(leaky, "m.content_length([1.5])", Raises("TypeError")),
                Leaks("list", PerCall(1)));
}

TEST(FastSequenceLost, FixedGivesTheListBack)
{
    EXPECT_THAT(Check(fixed, "m.content_length(chunks)",
                      Given("chunks = [bytes(range(65, 91))]")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.content_length([bytes(range(65, 91))])",
                      Given("assert m.content_length([bytes(26), bytes(4)]) == 30")),
                IsClean());
}

TEST(FastSequenceLost, FixedGivesTheCopyBack)
{
    EXPECT_THAT(Check(fixed, "m.content_length(bytes(range(65, n)) for n in (90, 91))"),
                IsClean());
}

// The copy holds the last reference to the chunk: its type is read before the
// copy goes.
TEST(FastSequenceLost, FixedIsCleanWhenAChunkIsRefused)
{
    EXPECT_THAT(Check(fixed, "m.content_length([1.5])", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.content_length(float(n) for n in (1, 2))",
                      Raises("TypeError")),
                IsClean());
}

TEST(FastSequenceLost, FixedIsCleanWhenNothingCanBeIterated)
{
    EXPECT_THAT(Check(fixed, "m.content_length(1.5)", Raises("TypeError")), IsClean());
}
