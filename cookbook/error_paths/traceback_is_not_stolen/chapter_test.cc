// PyException_SetTraceback() keeps a reference of its own.
#include "tools/book/chapter.h"

static const Given lookup_in_python(
    "def lookup(name): return {}[name]\n");

TEST(TracebackIsNotStolen, LeakyLosesTheTraceback)
{
    EXPECT_THAT(Check(leaky, "m.field(lookup, 'width')", lookup_in_python,
                      Raises("AttributeError")),
                Leaks("traceback", PerCall(1), MadeOn("PyObject_CallOneArg")));
}

// What fails in C leaves no traceback.
TEST(TracebackIsNotStolen, LeakyIsCleanWhenTheLookupIsInC)
{
    EXPECT_THAT(Check(leaky, "m.field({}.__getitem__, 'width')",
                      Raises("AttributeError")),
                IsClean());
}

TEST(TracebackIsNotStolen, LeakyIsCleanWhenThereIsSuchAField)
{
    EXPECT_THAT(Check(leaky, "m.field({'width': [1.5]}.__getitem__, 'width')"),
                IsClean());
}

TEST(TracebackIsNotStolen, FixedIsCleanWhenThereIsSuchAField)
{
    EXPECT_THAT(Check(fixed, "m.field({'width': [1.5]}.__getitem__, 'width')"),
                IsClean());
}

TEST(TracebackIsNotStolen, FixedShowsWhereTheLookupFailed)
{
    EXPECT_THAT(Check(fixed, "m.field(lookup, 'width')",
                      Given(lookup_in_python.source +
                            "def failing_code():\n"
                            "    try: m.field(lookup, 'width')\n"
                            "    except AttributeError as error:\n"
                            "        return error.__traceback__.tb_next.tb_frame.f_code\n"
                            "assert failing_code() is lookup.__code__"),
                      Raises("AttributeError")),
                IsClean());
}

TEST(TracebackIsNotStolen, FixedIsCleanWhenTheLookupIsInC)
{
    EXPECT_THAT(Check(fixed, "m.field({}.__getitem__, 'width')",
                      Raises("AttributeError")),
                IsClean());
}

// A class in Python is mortal on every version: its count tells of the type.
TEST(TracebackIsNotStolen, FixedIsCleanWithAnExceptionClassOfPython)
{
    EXPECT_THAT(Check(fixed, "m.field(lookup, 'width')",
                      Given("class NoField(KeyError): pass\n"
                            "def lookup(name): raise NoField"),
                      Raises("AttributeError")),
                IsClean());
}

TEST(TracebackIsNotStolen, FixedLeavesOtherExceptionsAlone)
{
    EXPECT_THAT(Check(fixed, "m.field(int, 'width')", Raises("ValueError")),
                IsClean());
}
