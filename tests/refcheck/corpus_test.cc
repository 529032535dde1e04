// The corpus: what refcheck says of small modules that each hold one bug, of
// their clean twins, and of baits, which only look as if they held one.
//
// A row states the verdict, the type, the count and the lines. Where the checker
// cannot see a bug on some version of CPython, or cannot tell a line, the row
// says so and why.
#include <Python.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tools/refcheck/gtest.h"

namespace {

using refcheck::Check;
using refcheck::Expectation;
using refcheck::FreedOn;
using refcheck::FreesByWrongAllocator;
using refcheck::Given;
using refcheck::GoesOutOfBounds;
using refcheck::IsClean;
using refcheck::Leaks;
using refcheck::LeaksMemory;
using refcheck::MadeOn;
using refcheck::Module;
using refcheck::Outcome;
using refcheck::OverReleases;
using refcheck::PerCall;
using refcheck::Raises;
using refcheck::ReleasedOn;
using refcheck::TakenOn;
using refcheck::UsedOn;
using refcheck::UsesAfterFree;

// A fresh object that is mortal on every version.
const char kFresh[] = "fresh = bytes(range(65, 91))";
const char kLabel[] = "m.label = bytes(range(65, 91))";

struct Case {
    std::string module;
    std::string setup, statement;
    Expectation leaky;
    std::string raises = "";
};

// None is immortal from 3.12 on: its count does not move, so that taking
// another reference does nothing, and there is nothing to see.
const Expectation kLeaksNone =
    PY_VERSION_HEX >= 0x030C0000 ? IsClean() : Leaks("NoneType", PerCall(1));

const std::vector<Case> kCases = {
    {"leaked_list", kFresh, "m.run(fresh)",
     Leaks("list", PerCall(1), MadeOn("PyList_New"))},
    {"leaked_argument", kFresh, "m.run(fresh)",
     Leaks("bytes", PerCall(1), TakenOn("Py_INCREF"))},
    {"leaked_none", "", "m.run(0)", kLeaksNone},
    {"released_argument", kFresh, "m.run(fresh)",
     OverReleases("bytes", PerCall(1), ReleasedOn("Py_DECREF"))},
    {"read_after_release", "", "m.run(0)",
     UsesAfterFree("bytes", MadeOn("PyBytes_FromString"),
                   FreedOn("Py_DECREF"), UsedOn("letter = text[7]"))},
    {"leaked_pymem", "", "m.run(0)",
     LeaksMemory("PyMem block", PerCall(1), MadeOn("PyMem_Malloc"))},
    {"leaked_on_error", kFresh, "m.run(fresh)",
     Leaks("dict", PerCall(1), MadeOn("PyDict_New")), "TypeError"},
    {"leaked_str", kFresh, "m.run(fresh)",
     Leaks("str", PerCall(1), MadeOn("PyUnicode_FromFormat"))},
    {"leaked_malloc", "", "m.run(0)",
     LeaksMemory("malloc block", PerCall(1), MadeOn("malloc(40)"))},
    {"released_twice", "", "m.run(0)",
     OverReleases("bytes", PerCall(1), MadeOn("PyBytes_FromString"),
                  FreedOn("Py_DECREF"), UsedOn("Py_DECREF"))},
    {"used_after_removal", kFresh, "m.run(fresh)",
     UsesAfterFree("str", MadeOn("PyUnicode_FromFormat"),
                   FreedOn("PyList_SetSlice"), UsedOn("PyObject_Hash"))},
    {"kept_buffer", "", "m.run(0)",
     Leaks("bytes", PerCall(1), MadeOn("PyBytes_FromString"))},
    // Seen after the call, by what the freed block holds then; the line of the
    // write comes from one more call behind fences.
    {"write_after_free", "", "m.run(0)",
     UsesAfterFree("PyMem block", PerCall(1), MadeOn("PyMem_Malloc"),
                   FreedOn("PyMem_Free"), UsedOn("text[40]"))},
    {"leaked_constant", kLabel, "m.run(0)",
     Leaks("bytes", PerCall(1), TakenOn("PyObject_GetAttrString"))},
    // The lost list, not the first one, whose memory it was given.
    {"second_list_leaked", "", "m.run(0)",
     Leaks("list", PerCall(1), MadeOn("lost = PyList_New"))},
    {"freed_float_read", "", "m.run(0)",
     UsesAfterFree("float", MadeOn("PyFloat_FromDouble"),
                   FreedOn("Py_DECREF"), UsedOn("copy = *value"))},
    {"wrong_family", "", "m.run(0)",
     FreesByWrongAllocator("PyMem block", PerCall(1), MadeOn("PyMem_Malloc"),
                           FreedOn("PyMem_RawFree"))},
    {"one_past_the_end", "", "m.run(0)",
     GoesOutOfBounds("PyMem block", PerCall(1), MadeOn("PyMem_Malloc"))},
    {"released_constant", kLabel, "m.run(0)",
     OverReleases("bytes", PerCall(1), ReleasedOn("Py_DECREF"))},
};

const std::vector<std::string> kBaits = {
    "bait_late_cache",
    "bait_free_lists",
    "bait_cycle",
    "bait_python_code",
    "bait_ring_of_eight",
};

Module
Variant(const std::string &variant, const std::string &name)
{
    return {variant + "/" + name,
            CORPUS + variant + "/" + name + EXT_SUFFIX};
}

Outcome
CheckCase(const std::string &variant, const Case &c)
{
    const Module module = Variant(variant, c.module);
    if (c.raises.empty()) {
        return Check(module, c.statement, Given(c.setup));
    }
    return Check(module, c.statement, Given(c.setup), Raises(c.raises));
}

class Corpus : public testing::TestWithParam<Case> {};

TEST_P(Corpus, LeakyIsFound)
{
    EXPECT_THAT(CheckCase("leaky", GetParam()), GetParam().leaky);
}

TEST_P(Corpus, CleanTwinIsClean)
{
    EXPECT_THAT(CheckCase("clean", GetParam()), IsClean());
}

INSTANTIATE_TEST_SUITE_P(
    , Corpus, testing::ValuesIn(kCases),
    [](const testing::TestParamInfo<Case> &info) { return info.param.module; });

// Py_DECREF() is inlined from CPython's headers, in 3.13 by two levels: the place
// is that of the module's own code.
TEST(Place, IsThatOfTheCallerOfAnInlinedFunction)
{
    const Outcome outcome = Check(Variant("leaky", "released_twice"), "m.run(0)");
    ASSERT_EQ(outcome.report().found, 1);
    const refcheck_finding &finding = outcome.report().finding[0];
    EXPECT_STREQ(finding.made.function, "run");
    EXPECT_STREQ(finding.freed.function, "run");
    EXPECT_STREQ(finding.used.function, "run");
    EXPECT_STREQ(refcheck_basename(finding.used.file), "released_twice.c");
    EXPECT_GT(finding.used.line, finding.freed.line);
}

class Bait : public testing::TestWithParam<std::string> {};

TEST_P(Bait, IsClean)
{
    EXPECT_THAT(Check(Variant("clean", GetParam()), "m.run(fresh)",
                      Given(kFresh)),
                IsClean());
}

INSTANTIATE_TEST_SUITE_P(
    , Bait, testing::ValuesIn(kBaits),
    [](const testing::TestParamInfo<std::string> &info) { return info.param; });

// A file that no row tries would look tested.
TEST(CorpusFiles, EachHasARow)
{
    std::set<std::string> rows(kBaits.begin(), kBaits.end());
    for (const Case &c : kCases) {
        rows.insert(c.module);
    }
    std::set<std::string> files;
    for (const auto &entry : std::filesystem::directory_iterator(CORPUS)) {
        if (entry.path().extension() == ".c") {
            files.insert(entry.path().stem());
        }
    }
    EXPECT_EQ(rows, files);
}

}  // namespace
