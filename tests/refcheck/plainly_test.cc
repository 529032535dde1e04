// What a user sees: Plainly() runs an interpreter that no checker watches.
#include <csignal>
#include <string>

#include <gtest/gtest-spi.h>

#include "tools/refcheck/plainly.h"

using namespace refcheck;
using testing::Not;

static const Module none = {"none", ""};

TEST(Plainly, SaysWhatItPrintsOnBothStreams)
{
    const PlainRun run = Plainly(none, "import sys; print('out'); sys.exit('err')");
    EXPECT_THAT(run, Says("out\n"));
    EXPECT_THAT(run, Says("err\n"));
    EXPECT_EQ(run.said, "err\n");
    EXPECT_THAT(run, Prints("out\n"));
    EXPECT_EQ(run.said, "err\n");
    EXPECT_THAT(run, Not(Says("neither")));
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.signal, 0);
}

TEST(Plainly, RunsTheSetupFirst)
{
    EXPECT_THAT(Plainly(none, "print(words)", Given("words = \"it's \" + '$HOME'")),
                Says("it's $HOME"));
}

TEST(Plainly, SaysTheTracebackOfAnException)
{
    const PlainRun run = Plainly(none, "1 / 0");
    EXPECT_THAT(run, Says("ZeroDivisionError"));
    EXPECT_EQ(run.status, 1);
}

TEST(Plainly, DiesOfASignal)
{
    const PlainRun run = Plainly(none, "import os; print('last', flush=True); os.abort()");
    EXPECT_THAT(run, DiesOf(SIGABRT));
    EXPECT_THAT(run, Says("last"));
    EXPECT_THAT(run, Not(DiesOf(SIGSEGV)));
    EXPECT_THAT(Plainly(none, "pass"), Not(DiesOf(SIGABRT)));
}

TEST(Plainly, HasTheEnvironmentThatWasAskedFor)
{
    const char *allocator = "import os; print(os.environ.get('PYTHONMALLOC'))";
    EXPECT_THAT(Plainly(none, allocator, Environment("PYTHONMALLOC=debug")), Says("debug"));
    EXPECT_THAT(Plainly(none, allocator), Says("None"));
}

TEST(Plainly, KeepsTheBeginningOfALongOutput)
{
    const PlainRun run = Plainly(none, "print('first'); print('x' * 2**20)");
    EXPECT_THAT(run, Says("first"));
    EXPECT_EQ(run.output.size(), 64u * 1024u);
    EXPECT_EQ(run.status, 0);
}

TEST(Plainly, ShowsTheRunWhereItIsNotAsExpected)
{
    static const PlainRun run = Plainly(none, "print('seen')");
    EXPECT_NONFATAL_FAILURE(EXPECT_THAT(run, Says("hoped for")), "says `hoped for`");
    EXPECT_NONFATAL_FAILURE(EXPECT_THAT(run, Says("hoped for")), "ended with status 0");
    EXPECT_NONFATAL_FAILURE(EXPECT_THAT(run, DiesOf(SIGSEGV)), "dies of Segmentation fault");
    EXPECT_NONFATAL_FAILURE(EXPECT_THAT(run, DiesOf(SIGSEGV)), "seen");
}
