// What PyErr_GetRaisedException() returns is raised again or released.
#include "tools/book/chapter.h"

static const Given mirrors(
    "from functools import partial\n"
    "down = partial(open, '/there/is/no/such/mirror')\n"
    "up = [1.5].copy\n");

static const std::string refuses =
    "def refuses(): raise OSError(f'{1.5} s are over')\n";

// A mirror in Python, and whether its connection is still there.
static const std::string breaks_off =
    "import weakref\n"
    "class Connection: pass\n"
    "def breaks_off():\n"
    "    connection = Connection()\n"
    "    seen[:] = [weakref.ref(connection)]\n"
    "    raise OSError\n"
    "seen = []\n"
    "assert m.first_answer(breaks_off, up) == [1.5]\n";

TEST(RaisedExceptionLost, LeakyLosesTheFailureBeforeTheAnswer)
{
    EXPECT_THAT(Check(leaky, "m.first_answer(down, up)", mirrors),
                Leaks("FileNotFoundError", PerCall(1),
                      MadeOn("PyObject_CallNoArgs")));
}

// By its traceback the exception keeps the frames, and these their variables.
TEST(RaisedExceptionLost, LeakyKeepsTheConnectionOfTheMirrorThatFailed)
{
    EXPECT_THAT(Check(leaky, "m.first_answer(down, up)",
                      Given(mirrors.source + breaks_off +
                            "assert seen[0]() is not None")),
                Leaks("FileNotFoundError", PerCall(1),
                      MadeOn("PyObject_CallNoArgs")));
}

TEST(RaisedExceptionLost, LeakyLosesItBeforeAnotherExceptionToo)
{
    EXPECT_THAT(Check(leaky, "m.first_answer(down, {}.popitem)", mirrors,
                      Raises("KeyError")),
                Leaks("FileNotFoundError", PerCall(1),
                      MadeOn("PyObject_CallNoArgs")));
}

TEST(RaisedExceptionLost, LeakyIsCleanWhenTheFirstMirrorAnswers)
{
    EXPECT_THAT(Check(leaky, "m.first_answer(up, down)", mirrors), IsClean());
}

TEST(RaisedExceptionLost, LeakyIsCleanWhenNoMirrorAnswers)
{
    EXPECT_THAT(Check(leaky, "m.first_answer(down, refuses)",
                      Given(mirrors.source + refuses), Raises("OSError")),
                IsClean());
}

TEST(RaisedExceptionLost, FixedIsCleanWhenALaterMirrorAnswers)
{
    EXPECT_THAT(Check(fixed, "m.first_answer(down, refuses, up)",
                      Given(mirrors.source + refuses +
                            "assert m.first_answer(down, refuses, up) == [1.5]")),
                IsClean());
}

TEST(RaisedExceptionLost, FixedKeepsNothingOfTheMirrorThatFailed)
{
    EXPECT_THAT(Check(fixed, "m.first_answer(breaks_off, up)",
                      Given(mirrors.source + breaks_off +
                            "assert seen[0]() is None")),
                IsClean());
}

TEST(RaisedExceptionLost, FixedIsCleanWhenTheFirstMirrorAnswers)
{
    EXPECT_THAT(Check(fixed, "m.first_answer(up, down)", mirrors), IsClean());
}

TEST(RaisedExceptionLost, FixedRaisesTheLastFailureWhenNoMirrorAnswers)
{
    EXPECT_THAT(Check(fixed, "m.first_answer(down, refuses)",
                      Given(mirrors.source + refuses), Raises("OSError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.first_answer(refuses, down)",
                      Given(mirrors.source + refuses), Raises("FileNotFoundError")),
                IsClean());
}

TEST(RaisedExceptionLost, FixedIsCleanWhenAMirrorRaisesSomethingElse)
{
    EXPECT_THAT(Check(fixed, "m.first_answer(down, {}.popitem)", mirrors,
                      Raises("KeyError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.first_answer({}.popitem)", Raises("KeyError")),
                IsClean());
}

// A class in Python is mortal on every version: its count tells of the type.
TEST(RaisedExceptionLost, FixedIsCleanWithAnExceptionClassOfPython)
{
    EXPECT_THAT(Check(fixed, "m.first_answer(refuses, refuses)",
                      Given("class Refused(OSError): pass\n"
                            "def refuses(): raise Refused"),
                      Raises("Refused")),
                IsClean());
}

TEST(RaisedExceptionLost, FixedIsCleanWithoutAMirror)
{
    EXPECT_THAT(Check(fixed, "m.first_answer()", Raises("ValueError")), IsClean());
}
