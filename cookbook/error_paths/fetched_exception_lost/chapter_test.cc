// PyErr_Fetch() gives three references, which are the caller's to release.
#include "tools/book/chapter.h"

// Up to 3.11 C code raises a type and a text, of which PyErr_NormalizeException()
// makes the exception; from 3.12 on there is an exception from the beginning.
static const char *const made_by = PY_VERSION_HEX < 0x030C0000
    ? "PyErr_NormalizeException(" : "PyObject_CallNoArgs(";

// A job in Python, and whether the object that it works on is still there after
// the job has failed.
static const std::string job_with_upload =
    "import weakref\n"
    "class Upload: pass\n"
    "def job():\n"
    "    upload = Upload()\n"
    "    uploads[:] = [weakref.ref(upload)]\n"
    "    raise ValueError(f'{1.5} is too much')\n"
    "uploads = []\n"
    "assert m.failures(job) == ['1.5 is too much']\n";

TEST(FetchedExceptionLost, LeakyLosesTheException)
{
    EXPECT_THAT(Check(leaky, "m.failures([].pop)"),
                Leaks("IndexError", PerCall(1), MadeOn(made_by)));
}

TEST(FetchedExceptionLost, LeakyKeepsAllThatTheFailedJobWorkedOn)
{
    EXPECT_THAT(Check(leaky, "m.failures([].pop)",
                      Given(job_with_upload + "assert uploads[0]() is not None")),
                Leaks("IndexError", PerCall(1), MadeOn(made_by)));
}

TEST(FetchedExceptionLost, LeakyIsCleanAsLongAsNoJobFails)
{
    EXPECT_THAT(Check(leaky, "m.failures([1.5].copy)"), IsClean());
}

TEST(FetchedExceptionLost, FixedIsCleanWhenNoJobFails)
{
    EXPECT_THAT(Check(fixed, "m.failures([1.5].copy)",
                      Given("assert m.failures([1.5].copy) == []")),
                IsClean());
}

TEST(FetchedExceptionLost, FixedLosesNothingWhenCodeInCRaises)
{
    EXPECT_THAT(Check(fixed, "m.failures([].pop, int, {}.popitem)",
                      Given("assert m.failures([].pop, int) == ['pop from empty list']")),
                IsClean());
}

TEST(FetchedExceptionLost, FixedLosesNothingWhenCodeInPythonRaises)
{
    EXPECT_THAT(Check(fixed, "m.failures(job)",
                      Given(job_with_upload + "assert uploads[0]() is None")),
                IsClean());
}

// The type is a reference of its own; one of a class in Python is mortal.
TEST(FetchedExceptionLost, FixedGivesTheTypeBackToo)
{
    EXPECT_THAT(Check(fixed, "m.failures(job)",
                      Given("class NoSpace(Exception): pass\n"
                            "def job(): raise NoSpace")),
                IsClean());
}

TEST(FetchedExceptionLost, FixedLosesNothingWhenTheMessageCannotBeMade)
{
    EXPECT_THAT(Check(fixed, "m.failures([].pop, job)",
                      Given("class Mute(Exception):\n"
                            "    def __str__(self): raise KeyError\n"
                            "def job(): raise Mute"),
                      Raises("KeyError")),
                IsClean());
}

TEST(FetchedExceptionLost, FixedLetsAnInterruptThrough)
{
    EXPECT_THAT(Check(fixed, "m.failures([].pop, job)",
                      Given("def job(): raise KeyboardInterrupt"),
                      Raises("KeyboardInterrupt")),
                IsClean());
}
