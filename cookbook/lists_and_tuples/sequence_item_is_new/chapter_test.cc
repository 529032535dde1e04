// PySequence_GetItem() returns a new reference, where PyList_GetItem() borrows.
#include "tools/book/chapter.h"

// A range makes each item when it is asked for: what is lost is an object.
TEST(SequenceItemIsNew, LeakyLosesTheItemsThatTheSequenceMakes)
{
    EXPECT_THAT(Check(leaky, "m.energy(range(1000, 1003))"),
                Leaks("int", PerCall(3), MadeOn("PySequence_GetItem")));
}

// A list hands out what it holds: what is lost is one reference to it.
TEST(SequenceItemIsNew, LeakyLosesAReferenceToTheItemOfAList)
{
    EXPECT_THAT(Check(leaky, "m.energy(samples)", Given("samples = [1.5]")),
                Leaks("float", PerCall(1), TakenOn("PySequence_GetItem")));
}

TEST(SequenceItemIsNew, LeakyLosesTheItemThatIsNoNumberToo)
{
    EXPECT_THAT(Check(leaky, "m.energy([[]])", Raises("TypeError")),
                Leaks("list", PerCall(1)));
}

TEST(SequenceItemIsNew, FixedKeepsNothing)
{
    EXPECT_THAT(Check(fixed, "m.energy(range(1000, 1003))"), IsClean());
    EXPECT_THAT(Check(fixed, "m.energy(samples)",
                      Given("samples = [1.5, 2.5]; assert m.energy(samples) == 8.5")),
                IsClean());
}

TEST(SequenceItemIsNew, FixedKeepsNothingOfWhatIsNoNumber)
{
    EXPECT_THAT(Check(fixed, "m.energy([1.5, []])", Raises("TypeError")), IsClean());
}

// -1.0 is a number, and only with an exception a failure.
TEST(SequenceItemIsNew, FixedTakesMinusOneForANumber)
{
    EXPECT_THAT(Check(fixed, "m.energy(samples)",
                      Given("samples = [-1.0]; assert m.energy(samples) == 1.0")),
                IsClean());
}

TEST(SequenceItemIsNew, FixedIsCleanWhenTheSequenceFails)
{
    EXPECT_THAT(Check(fixed, "m.energy(Broken())", Raises("OSError"),
                      Given("class Broken:\n"
                            "    def __len__(self): return 2\n"
                            "    def __getitem__(self, i): raise OSError\n")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.energy(1.5)", Raises("TypeError")), IsClean());
}
