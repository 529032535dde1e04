// PyTuple_Pack() keeps references of its own: what the caller made is still its own.
#include "tools/book/chapter.h"

static const Given grade("grade = 1");
static const char fresh_article[] = "m.priced(f'tea {grade}', 10.0, 0.25)";

TEST(TuplePackKeeps, LeakyLosesThePriceThatItMade)
{
    EXPECT_THAT(Check(leaky, "m.priced('tea', 10.0, 0.25)"),
                Leaks("float", PerCall(1), MadeOn("PyFloat_FromDouble")));
}

// It is often said that PyTuple_Pack() leaks its arguments. The article is one, made
// for this call only, and goes with the tuple: nothing but the price is lost.
TEST(TuplePackKeeps, PyTuplePackLeaksNoArgument)
{
    EXPECT_THAT(Check(leaky, fresh_article, grade),
                Leaks("float", PerCall(1), MadeOn("PyFloat_FromDouble")));
    EXPECT_THAT(Check(fixed, fresh_article, grade), IsClean());
}

TEST(TuplePackKeeps, FixedGivesItsOwnReferenceBack)
{
    EXPECT_THAT(Check(fixed, "m.priced('tea', 10.0, 0.25)",
                      Given("assert m.priced('tea', 10.0, 0.25) == ('tea', 12.5)")),
                IsClean());
}

TEST(TuplePackKeeps, FixedLosesNothingWhenAnArgumentIsWrong)
{
    EXPECT_THAT(Check(fixed, "m.priced(b'tea', 10.0, 0.25)", Raises("TypeError")), IsClean());
}
