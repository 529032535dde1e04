// A tuple that somebody else holds, too, is not ours to fill.
#include "tools/book/chapter.h"

static const Given errors("names = (f'{1.5} full', f'{2.5} full')");

TEST(SharedTuple, LeakyCannotChangeWhatTheCalleeKeeps)
{
    EXPECT_THAT(Check(leaky, "m.make_all(ValueError, names)", errors,
                      Raises("SystemError")),
                IsClean());
}

TEST(SharedTuple, LeakyGivesItsUserAPuzzle)
{
    EXPECT_THAT(Plainly(leaky, "m.make_all(ValueError, names)", errors),
                Says("bad argument to internal function"));
}

TEST(SharedTuple, LeakyWorksAsLongAsNoCalleeKeepsItsArguments)
{
    EXPECT_THAT(Check(leaky, "m.make_all(float, ('1.5', '2.5'))",
                      Given("assert m.make_all(float, ('1.5', '2.5')) == [1.5, 2.5]")),
                IsClean());
    EXPECT_THAT(Check(leaky, "m.make_all(lambda *args: args, names)", errors), IsClean());
}

TEST(SharedTuple, LeakyWorksForOneName)
{
    EXPECT_THAT(Check(leaky, "m.make_all(ValueError, names[:1])", errors), IsClean());
}

TEST(SharedTuple, FixedGivesEachCalleeATupleOfItsOwn)
{
    EXPECT_THAT(Check(fixed, "m.make_all(ValueError, names)",
                      Given("names = (f'{1.5} full', f'{2.5} full')\n"
                            "assert [e.args[0] for e in m.make_all(ValueError, names)]"
                            " == [*names]")),
                IsClean());
}

TEST(SharedTuple, FixedLosesNothingWhenTheFactoryFails)
{
    EXPECT_THAT(Check(fixed, "m.make_all(float, ('1.5', 'two'))", Raises("ValueError")),
                IsClean());
}

TEST(SharedTuple, FixedIsCleanWithoutATuple)
{
    EXPECT_THAT(Check(fixed, "m.make_all(float, ['1.5'])", Raises("TypeError")), IsClean());
}
