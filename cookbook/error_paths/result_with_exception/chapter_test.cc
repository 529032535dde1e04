// -1.0 may be an error: who returns a result must see that no exception is set.
#include "tools/book/chapter.h"

// 3.9 said "an error" where later versions say "an exception".
#if PY_VERSION_HEX < 0x030A0000
#define AN_EXCEPTION "an error"
#else
#define AN_EXCEPTION "an exception"
#endif

TEST(ResultWithException, LeakyReturnsAResultWithAnException)
{
    EXPECT_THAT(Check(leaky, "m.celsius((50.5, 'hot'))", Raises("SystemError")),
                BreaksTheExceptionContract("returned a result with " AN_EXCEPTION " set"));
}

TEST(ResultWithException, LeakySaysSo)
{
#ifndef Py_DEBUG
    EXPECT_THAT(Plainly(leaky, "m.celsius((50.5, 'hot'))"),
                Says("SystemError: <built-in function celsius> "
                     "returned a result with " AN_EXCEPTION " set"));
    // What really went wrong is the cause of the SystemError.
    EXPECT_THAT(Plainly(leaky, "m.celsius((50.5, 'hot'))"),
                Prints("TypeError: must be real number, not str"));
#else
    EXPECT_THAT(Plainly(leaky, "m.celsius((50.5, 'hot'))"),
                Says("Fatal Python error: _Py_CheckFunctionResult: "
                     "a function returned a result with an exception set"));
#endif
}

// Since 3.11 a call that is made again and again is not checked: the exception
// comes out later, from code that has nothing to do with it.
TEST(ResultWithException, LeakyEscapesFromTheTryInALoop)
{
    const Given loop(
        "def ask():\n"
        "    for i in range(100):\n"
        "        try:\n"
        "            m.celsius((50.5, 'hot'))\n"
        "        except Exception:\n"
        "            pass\n"
        "    print('caught them all')");
#if defined(Py_DEBUG)
    EXPECT_THAT(Plainly(leaky, "ask()", loop), DiesOf(SIGABRT));
#elif PY_VERSION_HEX < 0x030B0000
    EXPECT_THAT(Plainly(leaky, "ask()", loop), Prints("caught them all"));
#else
    EXPECT_THAT(Plainly(leaky, "ask()", loop),
                Prints("TypeError: must be real number, not str"));
#endif
}

TEST(ResultWithException, LeakyIsCleanAsLongAsAllAreNumbers)
{
    EXPECT_THAT(Check(leaky, "m.celsius((50.5, -1.0))"), IsClean());
}

TEST(ResultWithException, FixedRaisesWhenOneIsNoNumber)
{
    EXPECT_THAT(Check(fixed, "m.celsius((50.5, 'hot'))", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.celsius(('hot', 50.5))", Raises("TypeError")), IsClean());
}

TEST(ResultWithException, FixedRaisesWhenThereIsNoTuple)
{
    EXPECT_THAT(Check(fixed, "m.celsius([50.5])", Raises("TypeError")), IsClean());
}

// -1.0 alone is a number like any other.
TEST(ResultWithException, FixedIsCleanWhenAllAreNumbers)
{
    EXPECT_THAT(Check(fixed, "m.celsius((50.5, -1.0))",
                      Given("assert m.celsius((50.0, -1.0)) == [10.0, -33.0 / 1.8]")),
                IsClean());
}
