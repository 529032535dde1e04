// NULL tells the caller of an exception: who returns it must see that one is set.
#include "tools/book/chapter.h"

// 3.9 said "an error" where later versions say "an exception".
#if PY_VERSION_HEX < 0x030A0000
#define AN_EXCEPTION "an error"
#else
#define AN_EXCEPTION "an exception"
#endif

TEST(NullWithoutException, LeakyReturnsNullWithoutAnException)
{
    EXPECT_THAT(Check(leaky, "m.setting({}, {}, 'port')", Raises("SystemError")),
                BreaksTheExceptionContract("returned NULL without setting " AN_EXCEPTION));
}

TEST(NullWithoutException, LeakySaysSo)
{
#ifndef Py_DEBUG
    EXPECT_THAT(Plainly(leaky, "m.setting({}, {}, 'port')"),
                Says("SystemError: <built-in function setting> "
                     "returned NULL without setting " AN_EXCEPTION));
#else
    EXPECT_THAT(Plainly(leaky, "m.setting({}, {}, 'port')"),
                Says("Fatal Python error: _Py_CheckFunctionResult: "
                     "a function returned NULL without setting an exception"));
#endif
}

// Since 3.11 a call that is made again and again is not checked in one place but
// noticed in another, which cannot name the function.
TEST(NullWithoutException, LeakyIsNotNamedInALoop)
{
    const Given loop(
        "def ask():\n"
        "    for i in range(100):\n"
        "        try:\n"
        "            m.setting({}, {}, 'port')\n"
        "        except SystemError as error:\n"
        "            last = error\n"
        "    raise last");
#if defined(Py_DEBUG)
    EXPECT_THAT(Plainly(leaky, "ask()", loop), DiesOf(SIGABRT));
#elif PY_VERSION_HEX < 0x030B0000
    EXPECT_THAT(Plainly(leaky, "ask()", loop),
                Says("SystemError: <built-in function setting> returned NULL"));
#else
    EXPECT_THAT(Plainly(leaky, "ask()", loop),
                Says("SystemError: error return without exception set"));
#endif
}

TEST(NullWithoutException, LeakyIsCleanWhenTheLookupItselfFails)
{
    EXPECT_THAT(Check(leaky, "m.setting({}, {}, ['port'])", Raises("TypeError")), IsClean());
}

TEST(NullWithoutException, LeakyIsCleanWhenTheNameIsThere)
{
    EXPECT_THAT(Check(leaky, "m.setting({}, {'port': 80.5}, 'port')"), IsClean());
}

TEST(NullWithoutException, FixedRaisesWhenTheNameIsInNeitherDict)
{
    EXPECT_THAT(Check(fixed, "m.setting({}, {}, 'port')", Raises("KeyError")), IsClean());
}

// The name's hash fails in the first lookup only: the second must not be made.
TEST(NullWithoutException, FixedKeepsTheExceptionOfTheLookup)
{
    EXPECT_THAT(Check(fixed, "m.setting({}, {}, ['port'])", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.setting({}, {Name(): 80.5}, Name(fails=1))",
                      Given("class Name:\n"
                            "    def __init__(self, fails=0):\n"
                            "        self.fails = fails\n"
                            "    def __hash__(self):\n"
                            "        self.fails -= 1\n"
                            "        if self.fails == 0:\n"
                            "            raise ValueError\n"
                            "        return 1\n"
                            "    def __eq__(self, other):\n"
                            "        return True"),
                      Raises("ValueError")),
                IsClean());
}

TEST(NullWithoutException, FixedRefusesOtherArguments)
{
    EXPECT_THAT(Check(fixed, "m.setting({}, {})", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.setting([], {}, 'port')", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.setting({}, [], 'port')", Raises("TypeError")), IsClean());
}

TEST(NullWithoutException, FixedIsCleanWhenTheNameIsThere)
{
    const Given port("port = [81.5]");
    EXPECT_THAT(Check(fixed, "assert m.setting({'port': port}, {'port': 80.5}, 'port') is port",
                      port),
                IsClean());
    EXPECT_THAT(Check(fixed, "assert m.setting({}, {'port': port}, 'port') is port", port),
                IsClean());
}
