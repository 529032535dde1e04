// What a method returns is an object, and a reference of ours, even if we do not want it.
#include "tools/book/chapter.h"

static const Given a_stream("import io");

TEST(IgnoredResult, LeakyLosesTheNumberThatEachWriteReturned)
{
    EXPECT_THAT(Check(leaky, "m.write_silence(io.BytesIO(), 1024)", a_stream),
                Leaks("int", PerCall(4), MadeOn("PyObject_CallMethod")));
}

// It is often said that such a result is nothing to care about: None, or a small
// int. The reference is lost all the same, and before 3.12 it is counted.
TEST(IgnoredResult, ASmallResultIsLostUnseenFrom312On)
{
    const char *few = "m.write_silence(io.BytesIO(), 100)";
#if PY_VERSION_HEX < 0x030C0000
    EXPECT_THAT(Check(leaky, few, a_stream),
                Leaks("int", PerCall(1), TakenOn("PyObject_CallMethod")));
#else
    EXPECT_THAT(Check(leaky, few, a_stream), IsClean());
#endif
}

TEST(IgnoredResult, AStubThatReturnsNoneHidesItFrom312On)
{
    const Given a_stub("class Stub:\n"
                       "    def write(self, data):\n"
                       "        pass\n"
                       "stub = Stub()");
#if PY_VERSION_HEX < 0x030C0000
    EXPECT_THAT(Check(leaky, "m.write_silence(stub, 1024)", a_stub),
                Leaks("NoneType", PerCall(4)));
#else
    EXPECT_THAT(Check(leaky, "m.write_silence(stub, 1024)", a_stub), IsClean());
#endif
}

TEST(IgnoredResult, LeakyIsCleanWhenTheFirstWriteFails)
{
    EXPECT_THAT(Check(leaky, "m.write_silence(io.StringIO(), 1024)", a_stream, Raises("TypeError")),
                IsClean());
}

TEST(IgnoredResult, FixedReleasesWhatEachWriteReturned)
{
    EXPECT_THAT(Check(fixed, "m.write_silence(io.BytesIO(), 1000)",
                      Given("import io\n"
                            "stream = io.BytesIO()\n"
                            "m.write_silence(stream, 1000)\n"
                            "assert stream.getvalue() == bytes(2000)")),
                IsClean());
}

TEST(IgnoredResult, FixedIsCleanWhenAWriteFails)
{
    EXPECT_THAT(Check(fixed, "m.write_silence(io.StringIO(), 1024)", a_stream, Raises("TypeError")),
                IsClean());
}

TEST(IgnoredResult, FixedIsCleanWhenTheNumberOfSamplesIsMissing)
{
    EXPECT_THAT(Check(fixed, "m.write_silence(io.BytesIO())", a_stream, Raises("TypeError")),
                IsClean());
}
