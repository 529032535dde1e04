// The library itself: what it answers when it cannot measure, what it counts,
// and what a failing expectation tells its reader.  The bugs are made with
// ctypes, so that no module is needed.
#include <unistd.h>

#include <cstdlib>
#include <string>

#include <gtest/gtest-spi.h>

#include "tools/refcheck/gtest.h"

namespace {

using refcheck::Check;
using refcheck::Given;
using refcheck::Grows;
using refcheck::IsClean;
using refcheck::Leaks;
using refcheck::Module;
using refcheck::Outcome;
using refcheck::OverReleases;
using refcheck::PerCall;
using refcheck::Raises;
using testing::HasSubstr;

const Module kNone = {"none", ""};

const Given kPythonApi(
    "import ctypes\n"
    "api = ctypes.pythonapi\n"
    "kept = []\n"
    "fresh = bytes(range(65, 91))");

const char kLeak[] = "api.Py_IncRef(ctypes.py_object(bytes(range(65, 91))))";
const char kKeep[] = "kept.append(bytes(range(65, 91)))";
const char kTake[] = "api.Py_IncRef(ctypes.py_object(fresh))";
const char kRelease[] = "api.Py_DecRef(ctypes.py_object(fresh))";

std::string
ErrorOf(const refcheck_options &options)
{
    refcheck_report report;
    EXPECT_EQ(refcheck_run(&options, &report), -1);
    EXPECT_EQ(report.found, 0);
    return report.error;
}

refcheck_options
Running(const char *statement)
{
    refcheck_options options = {};
    options.statement = statement;
    return options;
}

// --- The meter reads zero ----------------------------------------------------

TEST(Meter, ReadsZeroWhenNothingIsDone)
{
    EXPECT_THAT(Check(kNone, "pass"), IsClean());
}

TEST(Meter, ReadsZeroWhenAnExpectedExceptionIsRaised)
{
    EXPECT_THAT(Check(kNone, "1 / 0", Raises("ZeroDivisionError")), IsClean());
}

TEST(Meter, CountsWhatGrows)
{
    EXPECT_THAT(Check(kNone, kLeak, kPythonApi), Leaks("bytes", PerCall(1)));
}

TEST(Meter, CountsSeveralACall)
{
    EXPECT_THAT(Check(kNone, std::string(kLeak) + "; " + kLeak, kPythonApi),
                Leaks("bytes", PerCall(2)));
}

// 3.11 keeps them behind a pointer into the middle of a block.
TEST(Meter, TellsALeakedInstanceFromItsAttributes)
{
    const Outcome outcome =
        Check(kNone, "api.Py_IncRef(ctypes.py_object(Named([1.5, 2.5])))",
              Given(kPythonApi.source
                    + "\nclass Named:"
                      "\n    def __init__(self, name): self.name = name"));
    EXPECT_THAT(outcome, Leaks("Named", PerCall(1)));
    EXPECT_GT(outcome.report().found, 1);
}

TEST(Meter, CountsReferencesTaken)
{
    EXPECT_THAT(Check(kNone, kTake, kPythonApi), Leaks("bytes", PerCall(1)));
}

TEST(Meter, CountsReferencesReleasedTooOften)
{
    EXPECT_THAT(Check(kNone, kRelease, kPythonApi),
                OverReleases("bytes", PerCall(1)));
}

TEST(Meter, CountsOneLeakInFourCalls)
{
    EXPECT_THAT(
        Check(kNone, std::string("n += 1\nif n % 4 == 0: ") + kLeak,
              Given(kPythonApi.source + "\nn = 0")),
        Leaks("bytes", PerCall(0.25)));
}

// --- What the statement keeps --------------------------------------------------

TEST(Keep, IsGrowthAndNoLeak)
{
    const Outcome outcome = Check(kNone, kKeep, kPythonApi);
    EXPECT_THAT(outcome, Grows("bytes", PerCall(1)));
    EXPECT_STREQ(outcome.report().finding[0].name, "kept");
}

TEST(Keep, WhatHangsOnItIsKept)
{
    EXPECT_THAT(Check(kNone, "kept.append([{'a': 1.5}])", kPythonApi),
                Grows("list", PerCall(1)));
}

TEST(Keep, MoreReferencesToAnOlderObject)
{
    EXPECT_THAT(Check(kNone, "kept.append(fresh)", kPythonApi),
                Grows("bytes", PerCall(1)));
}

TEST(Keep, InAListThatIsNewEachTime)
{
    EXPECT_THAT(Check(kNone, "kept = kept + [1000.5 * len(kept)]", kPythonApi),
                Grows("float", PerCall(1)));
}

TEST(Keep, DoesNotHideALeakOfTheSameObject)
{
    EXPECT_THAT(Check(kNone, std::string(kKeep)
                             + "; api.Py_IncRef(ctypes.py_object(kept[-1]))",
                      kPythonApi),
                Leaks("bytes", PerCall(1)));
    EXPECT_THAT(Check(kNone, std::string("kept.append(fresh); ") + kTake,
                      kPythonApi),
                Leaks("bytes", PerCall(1)));
}

// Equal and opposite: a total would read zero.
TEST(Meter, DoesNotNetALeakAgainstAnOverRelease)
{
    const Outcome outcome =
        Check(kNone, std::string(kRelease) + "; " + kLeak, kPythonApi);
    ASSERT_EQ(outcome.report().found, 2);
    EXPECT_EQ(outcome.report().verdict, REFCHECK_OVER_RELEASE);
    EXPECT_EQ(outcome.report().finding[1].kind, REFCHECK_LEAK);
}

TEST(Meter, RunsAFindingPlainlyToo)
{
    const Outcome outcome = Check(kNone, kLeak, kPythonApi);
    EXPECT_EQ(outcome.report().plain.ran, 1);
    EXPECT_NEAR(outcome.report().plain.blocks_per_call, 1, 0.1);
    EXPECT_EQ(outcome.report().plain.signal, 0);
}

TEST(Meter, SaysHowManyFindingsItLeavesOut)
{
    const Outcome outcome = Check(
        kNone, "lost.extend(t() for t in types)",
        Given("types = [type('T%d' % i, (), {}) for i in range(40)]; lost = []"));
    EXPECT_EQ(outcome.report().found, REFCHECK_MAX_FINDINGS);
    EXPECT_GE(outcome.report().left_out, 40 - REFCHECK_MAX_FINDINGS);
}

// --- What cannot be measured -------------------------------------------------

TEST(Error, NoStatement)
{
    EXPECT_THAT(ErrorOf({}), HasSubstr("no statement"));
}

TEST(Error, ModuleThatIsNotThere)
{
    refcheck_options options = Running("pass");
    options.module = "nowhere/absent.so";
    EXPECT_THAT(ErrorOf(options),
                HasSubstr("nowhere/absent.so cannot be read: build the extension"));
}

TEST(Error, ModuleThatIsNoModule)
{
    char path[] = "/tmp/refcheck-no-module-XXXXXX.so";
    int file = mkstemps(path, 3);
    ASSERT_GE(file, 0);
    close(file);
    refcheck_options options = Running("pass");
    options.module = path;
    EXPECT_THAT(ErrorOf(options), HasSubstr("importing the module raised ImportError"));
    unlink(path);
}

TEST(Error, SetupThatRaises)
{
    refcheck_options options = Running("pass");
    options.setup = "undefined";
    EXPECT_THAT(ErrorOf(options),
                HasSubstr("setup raised NameError: name 'undefined'"));
}

// An exception is part of the call: what is asked is whether it lost anything.
TEST(Exception, IsToldAndNoError)
{
    refcheck_report report;
    const refcheck_options options = Running("1 / 0");
    EXPECT_EQ(refcheck_run(&options, &report), 0);
    EXPECT_EQ(report.verdict, REFCHECK_CLEAN);
    EXPECT_STREQ(report.raised, "ZeroDivisionError: division by zero");
}

TEST(Exception, MustBeAnnouncedInATest)
{
    EXPECT_NONFATAL_FAILURE(
        EXPECT_THAT(Check(kNone, "1 / 0"), IsClean()),
        "which raised what no Raises() announces: ZeroDivisionError: division");
}

TEST(Error, StatementThatRaisesAnotherException)
{
    refcheck_options options = Running("1 / 0");
    options.raises = "TypeError";
    EXPECT_THAT(ErrorOf(options), HasSubstr("ZeroDivisionError"));
}

TEST(Error, StatementThatShouldRaise)
{
    refcheck_options options = Running("pass");
    options.raises = "TypeError";
    EXPECT_THAT(ErrorOf(options), HasSubstr("should have raised TypeError"));
}

TEST(Error, StatementThatIsNoPython)
{
    EXPECT_THAT(ErrorOf(Running("1 +")),
                HasSubstr("compiling the statement raised SyntaxError"));
}

TEST(Error, StatementThatDoesNotEnd)
{
    refcheck_options options = Running("while True: pass");
    options.timeout = 0.3;
    EXPECT_THAT(ErrorOf(options), HasSubstr("did not come to its end within 0.3 s"));
}

TEST(Error, StatementThatEndsTheProcess)
{
    refcheck_options options = Running("os._exit(0)");
    options.setup = "import os";
    EXPECT_THAT(ErrorOf(options), HasSubstr("ended by itself during warm-up"));
}

TEST(Error, NegativeNumbers)
{
    refcheck_options options = Running("pass");
    options.rounds = -1;
    EXPECT_THAT(ErrorOf(options), HasSubstr("must not be negative"));
}

// --- What a failing expectation says -----------------------------------------

TEST(Message, SaysWhatWasExpectedAndWhatWasSeen)
{
    EXPECT_NONFATAL_FAILURE(
        EXPECT_THAT(Check(kNone, "pass"), Leaks("bytes", PerCall(1))),
        "Expected: is one finding, leak of bytes, 1 a call\n  Actual: clean [");
    EXPECT_NONFATAL_FAILURE(
        EXPECT_THAT(Check(kNone, kTake, kPythonApi), IsClean()),
        "Actual: leaks 1 reference a call to `fresh`, a bytes object "
        "(b'ABCDEFGHIJKLMNOPQRSTUVWXYZ') [");
}

TEST(Message, SaysWhatDiffers)
{
    EXPECT_NONFATAL_FAILURE(
        EXPECT_THAT(Check(kNone, kLeak, kPythonApi), Leaks("str")),
        "another type: bytes");
    EXPECT_NONFATAL_FAILURE(
        EXPECT_THAT(Check(kNone, kLeak, kPythonApi), Leaks("bytes", PerCall(2))),
        "which is 1 a call");
    EXPECT_NONFATAL_FAILURE(
        EXPECT_THAT(Check(kNone, kRelease, kPythonApi), Leaks("bytes")),
        "another kind: over_release");
    EXPECT_NONFATAL_FAILURE(
        EXPECT_THAT(Check(kNone, kLeak, kPythonApi),
                    Leaks("bytes", refcheck::MadeOn("PyBytes_New"))),
        "was made on the line `");
}

TEST(Message, SaysWhenThereAreSeveralThings)
{
    EXPECT_NONFATAL_FAILURE(
        EXPECT_THAT(Check(kNone, std::string(kRelease) + "; " + kLeak, kPythonApi),
                    OverReleases("bytes")),
        "which is 2 things, not one");
}

TEST(Message, SaysWhyNothingWasMeasured)
{
    EXPECT_NONFATAL_FAILURE(
        EXPECT_THAT(Check(kNone, "1 +"), IsClean()),
        "could not measure: compiling the statement raised SyntaxError");
}

// --- The sentence ------------------------------------------------------------

TEST(Describe, TellsTheWantedLengthAsSnprintfDoes)
{
    refcheck_finding finding = {};
    finding.kind = REFCHECK_LEAK;
    finding.per_call = 2;
    finding.bytes_per_call = 90;
    snprintf(finding.type, sizeof(finding.type), "%s", "int");
    char whole[100], part[12];
    const int length = refcheck_describe(&finding, whole, sizeof(whole));
    EXPECT_STREQ(whole, "leaks 2 int objects a call (90 bytes)");
    EXPECT_EQ(refcheck_describe(&finding, part, sizeof(part)), length);
    EXPECT_STREQ(part, "leaks 2 int");
}

}  // namespace
