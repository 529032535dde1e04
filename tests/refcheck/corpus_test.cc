// The corpus: what refcheck says of small modules that each hold one bug, of
// their clean twins, and of baits, which only look as if they held one.
//
// A row states the verdict, the type, the count and the lines. Where the checker
// cannot see a bug on some version of CPython, or cannot tell a line, the row
// says so and why. corpus/README.md says which classes of bugs they stand for.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "tests/refcheck/corpus_cases.h"

namespace corpus {
namespace {

using refcheck::Check;
using refcheck::Given;
using refcheck::IsClean;
using refcheck::Module;
using refcheck::Outcome;
using refcheck::Raises;

Module
Variant(const std::string &variant, const std::string &name)
{
    return {variant + "/" + name,
            CORPUS + variant + "/" + name + EXT_SUFFIX};
}

// Of a case or a bait.
template <typename Row>
Outcome
CheckRow(const std::string &variant, const Row &row)
{
    const Module module = Variant(variant, row.module);
    if (row.raises.empty()) {
        return Check(module, row.statement, Given(row.setup));
    }
    return Check(module, row.statement, Given(row.setup), Raises(row.raises));
}

template <typename Row>
std::string
NameOf(const testing::TestParamInfo<Row> &info)
{
    const std::string &name = info.param.name;
    return info.param.module + (name.empty() ? "" : "_" + name);
}

std::vector<Case>
Cases()
{
    std::vector<Case> cases = LeakCases();
    const std::vector<Case> uses = UseCases();
    cases.insert(cases.end(), uses.begin(), uses.end());
    const std::vector<Case> resources = ResourceCases();
    cases.insert(cases.end(), resources.begin(), resources.end());
    return cases;
}

class Corpus : public testing::TestWithParam<Case> {};

TEST_P(Corpus, LeakyIsFound)
{
    EXPECT_THAT(CheckRow("leaky", GetParam()), GetParam().leaky);
}

TEST_P(Corpus, CleanTwinIsClean)
{
    EXPECT_THAT(CheckRow("clean", GetParam()), IsClean());
}

INSTANTIATE_TEST_SUITE_P(, Corpus, testing::ValuesIn(Cases()), NameOf<Case>);

class BaitTest : public testing::TestWithParam<Bait> {};

TEST_P(BaitTest, IsNoBug)
{
    EXPECT_THAT(CheckRow("clean", GetParam()), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(, BaitTest, testing::ValuesIn(Baits()), NameOf<Bait>);

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

// A slip of the pen makes two bugs, in this order.
TEST(OtherObjectReleased, IsAnOverReleaseAndALeak)
{
    const Outcome outcome = Check(Variant("leaky", "other_object_released"),
                                  "m.run(fresh)", Given(kFresh));
    ASSERT_GE(outcome.report().found, 2) << outcome;
    const refcheck_finding *finding = outcome.report().finding;
    EXPECT_EQ(finding[0].kind, REFCHECK_OVER_RELEASE) << outcome;
    EXPECT_STREQ(finding[0].type, "bytes");
    EXPECT_EQ(finding[1].kind, REFCHECK_LEAK) << outcome;
    EXPECT_STREQ(finding[1].type, "list");
    EXPECT_THAT(Check(Variant("clean", "other_object_released"), "m.run(fresh)",
                      Given(kFresh)),
                IsClean());
}

// A call that is made often is not checked from 3.11 on: then the exception comes
// out behind it.
TEST(ResultWithAnException, ComesOutInThePlainRun)
{
    const Outcome outcome = Check(Variant("leaky", "result_with_an_exception"), "m.run('one')",
                                  Raises("SystemError"));
    ASSERT_EQ(outcome.report().found, 1) << outcome;
#if PY_VERSION_HEX >= 0x030B0000 && !defined(Py_DEBUG)
    EXPECT_THAT(outcome.report().plain.message,
                testing::StartsWith("the statement raised TypeError: "));
#endif
}

std::vector<refcheck_step>
Followed(const Outcome &outcome)
{
    const refcheck_report &report = outcome.report();
    const refcheck_step *first = report.step + report.first_followed;
    return {first, first + report.followed};
}

// The clean half shows what becomes of the object that the leaky one loses.
TEST(Follow, WhatTheOtherBuildOfTheModuleLoses)
{
    // The second dies in the call.
    for (const char *name : {"leaked_list", "read_after_release"}) {
        SCOPED_TRACE(name);
        EXPECT_GT(Check(Variant("leaky", name), "m.run(0)").report().found, 0);
        const std::vector<refcheck_step> steps =
            Followed(Check(Variant("clean", name), "m.run(0)"));
        ASSERT_FALSE(steps.empty());
        EXPECT_EQ(steps.front().what, REFCHECK_MADE);
        EXPECT_EQ(steps.back().what, REFCHECK_FREED);
    }
}

TEST(Follow, NothingOfAnotherModuleOrStatement)
{
    Check(Variant("leaky", "leaked_list"), "m.run(1)");
    EXPECT_TRUE(Followed(Check(Variant("clean", "leaked_str"), "m.run(1)")).empty());
    EXPECT_TRUE(Followed(Check(Variant("clean", "leaked_list"), "m.run(2)")).empty());
}

std::set<std::string>
Files()
{
    std::set<std::string> files;
    for (const auto &entry : std::filesystem::directory_iterator(CORPUS)) {
        if (entry.path().extension() == ".c") {
            files.insert(entry.path().stem());
        }
    }
    return files;
}

// What README.md has between backticks and is no pattern.
std::set<std::string>
NamedInReadme()
{
    std::ifstream file(std::string(CORPUS) + "README.md");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::regex quoted("`([a-z0-9_]+)`");
    std::set<std::string> names;
    for (std::sregex_iterator i(text.begin(), text.end(), quoted), end; i != end;
         ++i) {
        names.insert((*i)[1]);
    }
    return names;
}

// A number may have been that of another file before.
TEST(Place, OfADescriptorIsNotThatOfItsForerunner)
{
    const Outcome outcome =
        Check(Variant("leaky", "resource_of_unknown_maker"), "m.run(0)");
    ASSERT_EQ(outcome.report().found, 1);
    EXPECT_STREQ(outcome.report().finding[0].repr, "/dev/zero");
    EXPECT_EQ(outcome.report().finding[0].made.offset, 0u);
}

// A file that no row tries would look tested.
TEST(CorpusFiles, EachHasARow)
{
    std::set<std::string> rows = {"other_object_released"};
    for (const Case &c : Cases()) {
        rows.insert(c.module);
    }
    for (const Bait &bait : Baits()) {
        rows.insert(bait.module);
    }
    EXPECT_EQ(rows, Files());
}

// The table says what the corpus covers: it must not promise more, or less.
TEST(CorpusFiles, AreInTheReadme)
{
    const std::set<std::string> files = Files(), names = NamedInReadme();
    for (const std::string &name : names) {
        EXPECT_TRUE(files.count(name)) << name << " is no file: see README.md";
    }
    for (const std::string &file : files) {
        if (file.rfind("bait_", 0) != 0 && file.rfind("resource_", 0) != 0) {
            EXPECT_TRUE(names.count(file)) << "README.md does not name " << file;
        }
    }
}

}  // namespace
}  // namespace corpus
