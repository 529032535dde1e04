// Failing allocations: small modules whose bug shows only when memory runs out,
// their clean twins, and what is no fault of a module.
#include <Python.h>

#include <csignal>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest-spi.h>

#include "tools/refcheck/gtest.h"

namespace {

using refcheck::Aborts;
using refcheck::AllocationsFail;
using refcheck::BreaksTheExceptionContract;
using refcheck::Check;
using refcheck::Crashes;
using refcheck::Expectation;
using refcheck::Given;
using refcheck::IsClean;
using refcheck::Leaks;
using refcheck::LeaksMemory;
using refcheck::MadeOn;
using refcheck::Module;
using refcheck::Outcome;
using refcheck::OverReleases;
using refcheck::PerCall;
using refcheck::ReleasedOn;
using refcheck::SurvivesFailingAllocations;
using refcheck::TakenOn;
using refcheck::UsedOn;

// Fresh objects that are mortal on every version.
const Given kFresh("fresh = bytes(range(65, 91))\nnumber = 2.0 ** 70");

struct Case {
    std::string module;
    Expectation leaky;
    std::string statement = "m.run(fresh)";
};

void
PrintTo(const Case &c, std::ostream *out)
{
    *out << c.module;
}

const std::vector<Case> kCases = {
    {"sweep_lost_list", Leaks("list", PerCall(1), MadeOn("PyList_New"))},
    {"sweep_lost_pymem",
     LeaksMemory("PyMem block", PerCall(1), MadeOn("PyMem_Malloc"))},
    {"sweep_lost_malloc",
     LeaksMemory("malloc block", PerCall(1), MadeOn("malloc(100)"))},
    {"sweep_lost_by_realloc",
     LeaksMemory("malloc block", PerCall(1), MadeOn("text = realloc"))},
    {"sweep_lost_in_loop",
     Leaks("str", PerCall(1), MadeOn("PyUnicode_FromFormat"))},
    {"sweep_kept_argument",
     Leaks("bytes", PerCall(1), TakenOn("Py_INCREF"))},
    {"sweep_released_argument",
     OverReleases("bytes", PerCall(1), ReleasedOn("Py_DECREF"))},
    {"sweep_released_twice",
     OverReleases("str", PerCall(1), MadeOn("PyUnicode_FromFormat"),
                  UsedOn("Py_DECREF(text);"))},
    {"sweep_unchecked", Crashes(SIGSEGV, UsedOn("PyList_SET_ITEM"))},
    {"sweep_unchecked_loop", Crashes(SIGSEGV, UsedOn("PyNumber_Add")),
     "m.run(number)"},
    {"sweep_no_exception",
     BreaksTheExceptionContract("NULL without setting an e")},
    {"sweep_exception_left",
     BreaksTheExceptionContract("a result with an e")},
    {"sweep_exit", Aborts("exit status 3")},
    {"sweep_abort", Aborts("no list")},
};

const std::vector<std::string> kBaits = {
    "sweep_bait_fallback",
    "sweep_bait_nothing",
    "sweep_bait_run_string",
};

Module
Variant(const std::string &variant, const std::string &name)
{
    return {variant + "/" + name, CORPUS + variant + "/" + name + EXT_SUFFIX};
}

Outcome
Sweep(const std::string &variant, const std::string &name,
      const std::string &statement = "m.run(fresh)")
{
    return Check(Variant(variant, name), statement, kFresh, AllocationsFail());
}

class SweepCorpus : public testing::TestWithParam<Case> {};

TEST_P(SweepCorpus, LeakyIsCleanWhileNothingFails)
{
    EXPECT_THAT(Check(Variant("leaky", GetParam().module), GetParam().statement,
                      kFresh),
                IsClean());
}

TEST_P(SweepCorpus, LeakyIsFound)
{
    const Outcome outcome = Sweep("leaky", GetParam().module,
                                  GetParam().statement);
    EXPECT_THAT(outcome, GetParam().leaky);
    EXPECT_THAT(outcome, testing::Not(SurvivesFailingAllocations()));
    EXPECT_GT(outcome.report().finding[0].failing, 0);
    EXPECT_NE(outcome.report().sweep.first.line, 0);
}

TEST_P(SweepCorpus, CleanTwinSurvives)
{
    const Outcome outcome = Sweep("clean", GetParam().module,
                                  GetParam().statement);
    EXPECT_THAT(outcome, SurvivesFailingAllocations());
    EXPECT_GT(outcome.report().sweep.tried, 0);
}

INSTANTIATE_TEST_SUITE_P(
    , SweepCorpus, testing::ValuesIn(kCases),
    [](const testing::TestParamInfo<Case> &info) { return info.param.module; });

class SweepBait : public testing::TestWithParam<std::string> {};

TEST_P(SweepBait, Survives)
{
    EXPECT_THAT(Sweep("clean", GetParam()), SurvivesFailingAllocations());
}

INSTANTIATE_TEST_SUITE_P(
    , SweepBait, testing::ValuesIn(kBaits),
    [](const testing::TestParamInfo<std::string> &info) { return info.param; });

}  // namespace
