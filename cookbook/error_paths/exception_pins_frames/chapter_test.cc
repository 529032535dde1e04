// PyException_GetTraceback() gives a new reference; who keeps it keeps the frames.
#include "tools/book/chapter.h"

// A check in Python, and whether the object that it works on is still there after
// the check has failed.
static const std::string check_with_pool =
    "import weakref\n"
    "class Pool: pass\n"
    "class Full(Exception): pass\n"
    "def check():\n"
    "    pool = Pool()\n"
    "    pools.append(weakref.ref(pool))\n"
    "    raise Full(f'disk {1.5}')\n"
    "pools = []\n"
    "assert m.probe(check) == 'line 7: disk 1.5'\n";

TEST(ExceptionPinsFrames, LeakyKeepsTheTraceback)
{
    EXPECT_THAT(Check(leaky, "m.probe(check)",
                      Given("def check():\n"
                            "    page = bytes(range(65, 91))\n"
                            "    raise OSError('disk full')")),
                Leaks("traceback", PerCall(1), MadeOn("PyObject_CallNoArgs")));
}

TEST(ExceptionPinsFrames, LeakyKeepsAllThatTheFailedCheckWorkedOn)
{
    EXPECT_THAT(Check(leaky, "m.probe(check)",
                      Given(check_with_pool + "assert pools[0]() is not None\n"
                            "pools = type('', (), {'append': id})")),
                Leaks("traceback", PerCall(1), MadeOn("PyObject_CallNoArgs")));
}

TEST(ExceptionPinsFrames, LeakyIsCleanWhereNoFrameOfPythonIsInvolved)
{
    EXPECT_THAT(Check(leaky, "m.probe([].pop)"), IsClean());
}

TEST(ExceptionPinsFrames, LeakyIsCleanAsLongAsTheCheckPasses)
{
    EXPECT_THAT(Check(leaky, "m.probe([1.5].copy)"), IsClean());
}

TEST(ExceptionPinsFrames, FixedIsCleanWhenTheCheckPasses)
{
    EXPECT_THAT(Check(fixed, "m.probe([1.5].copy)",
                      Given("assert m.probe([1.5].copy) is None")),
                IsClean());
}

TEST(ExceptionPinsFrames, FixedLetsTheFramesGo)
{
    EXPECT_THAT(Check(fixed, "m.probe(check)",
                      Given(check_with_pool + "assert pools[0]() is None\n"
                            "pools = type('', (), {'append': id})")),
                IsClean());
}

TEST(ExceptionPinsFrames, FixedIsCleanWhenCodeInCRaises)
{
    EXPECT_THAT(Check(fixed, "m.probe([].pop)",
                      Given("assert m.probe([].pop) == 'line None: pop from empty list'")),
                IsClean());
}

TEST(ExceptionPinsFrames, FixedLosesNothingWhenTheMessageCannotBeMade)
{
    EXPECT_THAT(Check(fixed, "m.probe(check)",
                      Given("class Mute(Exception):\n"
                            "    def __str__(self): raise KeyError\n"
                            "def check(): raise Mute"),
                      Raises("KeyError")),
                IsClean());
}

TEST(ExceptionPinsFrames, FixedLetsAnInterruptThrough)
{
    EXPECT_THAT(Check(fixed, "m.probe(check)",
                      Given("def check(): raise KeyboardInterrupt"),
                      Raises("KeyboardInterrupt")),
                IsClean());
}
