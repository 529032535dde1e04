// No false alarm: calls into every C module of Python's own library, which
// cache, intern, raise, call back and grow tables, and which lose nothing.
#include <string>

#include "tests/refcheck/library_calls.h"
#include "tools/refcheck/gtest.h"

namespace {

using refcheck::Check;
using refcheck::Given;
using refcheck::IsClean;
using refcheck::LeaksMemory;
using refcheck::Module;
using refcheck::Outcome;
using refcheck::PerCall;
using refcheck::Raises;
using refcheck::Row;
using refcheck::UsesAfterFree;

const std::vector<Row> kRows = refcheck::Rows(
    {refcheck::TextCalls(), refcheck::DataCalls(), refcheck::SystemCalls()});

class Library : public testing::TestWithParam<Row> {};

TEST_P(Library, LosesNothing)
{
    ExpectClean(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Calls, Library, testing::ValuesIn(kRows),
                         refcheck::RowName);

// --- What the calls have found ----------------------------------------------

// Clean only where CPython has mended them.
using testing::AnyOf;

TEST(KnownBugs, FlagsOutliveTheirContext)
{
    // https://github.com/python/cpython/issues/146011
    const Module none = {"none", ""};
    EXPECT_THAT(Check(none, "decimal.getcontext().copy().flags[decimal.Rounded]",
                      Given("import decimal")),
                AnyOf(UsesAfterFree("decimal.Context"), IsClean()));
}

TEST(KnownBugs, BerkeleyDbKeepsWhatItCouldNotOpen)
{
    // https://github.com/python/cpython/issues/144069
    const Module none = {"none", ""};
    Outcome outcome = Check(none, "dbm.open('/nowhere/at/all')",
                            Given("import dbm.ndbm as dbm\n"
                                  "assert dbm.library == 'Berkeley DB'"),
                            Raises("error"));
    if (!outcome.measured()) {
        GTEST_SKIP() << outcome.report().error;
    }
    EXPECT_THAT(outcome,
                AnyOf(LeaksMemory("malloc block", PerCall(1)), IsClean()));
}

TEST(KnownBugs, InterpretersKeepTheirInternedStrings)
{
    // https://github.com/python/cpython/issues/110411
    const Module none = {"none", ""};
    Outcome outcome = Check(none, "i.destroy(i.create())",
                            Given("import _interpreters as i"));
    if (!outcome.measured()) {
        GTEST_SKIP() << outcome.report().error;
    }
    if (outcome.report().found > 0) {
        EXPECT_STREQ(outcome.report().finding[0].type, "str") << outcome;
        EXPECT_GT(outcome.report().finding[0].per_call, 100) << outcome;
    }
}

// --- Nothing is left out ----------------------------------------------------

// Tests of CPython's own, what needs a terminal, a display or a sound card, and
// what gives nothing to call.
const char kLeftOut[] =
    "left_out = {'_curses', '_curses_panel', '_gdbm', '_tkinter', 'nis',"
    "            'ossaudiodev', 'spwd', '_suggestions', '_sysconfig',"
    "            '_peg_parser', '_interpchannels', '_interpqueues',"
    "            '_testcapi'}\n";

const char kModules[] =
    "import os, sys, sysconfig\n"
    "folder = os.path.join(sysconfig.get_path('platstdlib'), 'lib-dynload')\n"
    "there = {f.partition('.')[0] for f in os.listdir(folder)}\n"
    "there |= set(sys.builtin_module_names)\n"
    "missing = {m for m in there - called - left_out\n"
    "           if not m.startswith(('xx', '_xx', '_test', '_ctypes_test'))}\n";

TEST(Modules, AreAllCalledOrLeftOutByName)
{
    std::string called = "called = {''";
    for (const Row &row : kRows) {
        called += ", '" + row.module + "'";
    }
    const Module none = {"none", ""};
    EXPECT_THAT(Check(none, "assert not missing, sorted(missing)",
                      Given(called + "}\n" + kLeftOut + kModules)),
                IsClean());
}

}  // namespace
