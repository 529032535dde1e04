// Up to CPython 3.11 Py_CLEAR() evaluates its argument twice: *part++ clears the neighbor.
#include "tools/book/chapter.h"

TEST(ClearEvaluatesTwice, LeakyLosesEverySecondPart)
{
#if PY_VERSION_HEX < 0x030C0000
    EXPECT_THAT(Check(leaky, "m.Path(b'usr/lib/python3/dist-packages')"),
                Leaks("bytes", PerCall(2), MadeOn("PyBytes_FromStringAndSize")));
#else
    EXPECT_THAT(Check(leaky, "m.Path(b'usr/lib/python3/dist-packages')"), IsClean());
#endif
}

// The part that it released is still there, and is released again.
TEST(ClearEvaluatesTwice, LeakyReleasesTwiceWhatItDidNotClear)
{
#if PY_VERSION_HEX < 0x030C0000
    EXPECT_THAT(Check(leaky, "m.Path(b'python3').forget()"),
                OverReleases("bytes", PerCall(1), MadeOn("PyBytes_FromStringAndSize"),
                             FreedOn("Py_CLEAR(*part++)"), UsedOn("Py_CLEAR(*part++)")));
#else
    EXPECT_THAT(Check(leaky, "m.Path(b'python3').forget()"), IsClean());
#endif
}

TEST(ClearEvaluatesTwice, LeakyIsCleanWithOnePartThatIsNotForgotten)
{
    EXPECT_THAT(Check(leaky, "m.Path(b'python3')"), IsClean());
}

TEST(ClearEvaluatesTwice, FixedReleasesEachPartOnce)
{
    EXPECT_THAT(Check(fixed, "m.Path(b'usr/lib/python3/dist-packages')"), IsClean());
    EXPECT_THAT(Check(fixed, "m.Path(b'usr/lib/python3').parts()",
                      Given("assert m.Path(b'usr/lib/python3').parts()"
                            " == (b'usr', b'lib', b'python3')")),
                IsClean());
}

TEST(ClearEvaluatesTwice, FixedReleasesNoPartAgainThatIsForgotten)
{
    EXPECT_THAT(Check(fixed, "path = m.Path(b'usr/lib/python3'); path.forget(); path.forget()",
                      Given("path = m.Path(b'usr/lib/python3')\n"
                            "path.forget()\n"
                            "assert path.parts() == ()")),
                IsClean());
}

TEST(ClearEvaluatesTwice, FixedLosesNothingWhenThereAreTooManyParts)
{
    EXPECT_THAT(Check(fixed, "m.Path(b'aa/bb/cc/dd/ee/ff/gg/hh/ii')", Raises("ValueError")),
                IsClean());
}

TEST(ClearEvaluatesTwice, FixedRefusesAStr)
{
    EXPECT_THAT(Check(fixed, "m.Path('usr/lib')", Raises("TypeError")), IsClean());
}

TEST(ClearEvaluatesTwice, FixedLosesNoTypeWhenTheModuleIsLoadedAgain)
{
    EXPECT_THAT(Check(fixed, "m.__loader__.exec_module(module_from_spec(m.__spec__))",
                      Given("from importlib.util import module_from_spec")),
                IsClean());
}
