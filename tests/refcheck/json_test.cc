// The JSON report: what a page or a script may rely on.  Reports are made up
// here, so that each field is there in each of its forms.
#include <jansson.h>

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/refcheck/refcheck.h"

namespace {

using testing::ElementsAre;

using Json = std::unique_ptr<json_t, void (*)(json_t *)>;

const std::string kFile = testing::TempDir() + "report.json";

template <size_t size>
void
Set(char (&field)[size], const std::string &text)
{
    ASSERT_LT(text.size(), size);
    text.copy(field, size);
    field[text.size()] = '\0';
}

// Writes reports and reads the document again.
Json
Written(const std::vector<refcheck_report> &reports,
        const char *skipped = nullptr, const char *statement = "m.f()")
{
    refcheck_options options = {};
    options.statement = statement;
    const refcheck_label labels[] = {{"suite", "Suite"}, {"test", "Name"}};
    refcheck_json *json = refcheck_json_new(skipped);
    for (const refcheck_report &report : reports) {
        EXPECT_EQ(refcheck_json_add(json, &options, &report, labels, 2, 1), 0);
    }
    EXPECT_EQ(refcheck_json_write(json, kFile.c_str()), 0);
    json_error_t error;
    json_t *root = json_load_file(kFile.c_str(), JSON_REJECT_DUPLICATES, &error);
    EXPECT_NE(root, nullptr) << error.text;
    return Json(root, [](json_t *j) { json_decref(j); });
}

json_t *
CheckIn(const Json &document, size_t index = 0)
{
    return json_array_get(json_object_get(document.get(), "checks"), index);
}

std::string
Text(const json_t *object, const char *field)
{
    const json_t *value = json_object_get(object, field);
    return json_is_string(value) ? json_string_value(value) : "no string";
}

bool
IsNull(const json_t *object, const char *field)
{
    return json_is_null(json_object_get(object, field));
}

json_int_t
Int(const json_t *object, const char *field)
{
    const json_t *value = json_object_get(object, field);
    return json_is_integer(value) ? json_integer_value(value) : -999;
}

std::vector<std::string>
Keys(json_t *object)
{
    std::vector<std::string> keys;
    for (void *i = json_object_iter(object); i != nullptr;
         i = json_object_iter_next(object, i)) {
        keys.push_back(json_object_iter_key(i));
    }
    return keys;
}

refcheck_report
OneFinding(refcheck_verdict kind)
{
    refcheck_report report = {};
    report.verdict = kind;
    report.found = 1;
    report.finding[0].kind = kind;
    return report;
}

TEST(Json, FieldsOfTheDocumentComeInOrder)
{
    const Json document = Written({refcheck_report()});
    EXPECT_THAT(Keys(document.get()),
                ElementsAre("refcheck", "python", "verdict", "checks"));
    EXPECT_EQ(Int(document.get(), "refcheck"), 2);
    EXPECT_THAT(Keys(json_object_get(document.get(), "python")),
                ElementsAre("version", "debug"));
    EXPECT_THAT(Keys(CheckIn(document)),
                ElementsAre("suite", "test", "passed", "setup", "statement",
                            "raises", "raised", "verdict", "summary", "error",
                            "note", "calls", "findings", "left_out", "followed",
                            "sweep", "plain"));
    EXPECT_THAT(Keys(json_array_get(json_object_get(
                    CheckIn(Written({OneFinding(REFCHECK_LEAK)})), "findings"), 0)),
                ElementsAre("kind", "what", "type", "repr", "name", "per_call",
                            "bytes_per_call", "nth", "signal", "message", "made",
                            "freed", "used", "kept_by", "failing", "failed",
                            "sentence", "ledger"));
}

TEST(Json, WhatIsNotKnownIsNull)
{
    const Json document = Written({OneFinding(REFCHECK_LEAK)});
    const json_t *check = CheckIn(document);
    for (const char *field : {"raises", "raised", "error", "note", "sweep", "plain"}) {
        EXPECT_TRUE(IsNull(check, field)) << field;
    }
    const json_t *finding = json_array_get(json_object_get(check, "findings"), 0);
    for (const char *field : {"repr", "name", "nth", "signal", "message", "made",
                              "freed", "used", "kept_by", "failing", "failed"}) {
        EXPECT_TRUE(IsNull(finding, field)) << field;
    }
}

TEST(Json, HoldsPlacesAndLedgers)
{
    refcheck_report report = OneFinding(REFCHECK_LEAK);
    refcheck_finding &f = report.finding[0];
    f.made.offset = 0x1139;
    f.made.line = 12;
    Set(f.made.library, "mymod.so");
    Set(f.made.file, "src/leaky.c");
    Set(f.made.function, "greet");
    Set(f.made.api, "PyList_New");
    Set(f.made.source, "    PyObject *list = PyList_New(0);");
    Set(f.repr, "[]");
    f.nth = 2;
    report.steps = 9;
    for (int i = 0; i < 7; i++) {
        report.step[i + 1].what = static_cast<refcheck_change>(i);
    }
    report.step[2] = {REFCHECK_MADE, 1, 1, f.made};
    f.first_step = 1;
    f.steps = 7;
    report.first_followed = 8;
    report.followed = 1;

    const Json document = Written({report});
    const json_t *finding = json_array_get(
        json_object_get(CheckIn(document), "findings"), 0);
    json_t *made = json_object_get(finding, "made");
    EXPECT_THAT(Keys(made), ElementsAre("library", "file", "line", "function",
                                        "api", "source"));
    EXPECT_EQ(Text(made, "library"), "mymod.so");
    EXPECT_EQ(Text(made, "file"), "leaky.c");
    EXPECT_EQ(Int(made, "line"), 12);
    EXPECT_EQ(Text(made, "source"), "    PyObject *list = PyList_New(0);");
    EXPECT_EQ(Text(finding, "repr"), "[]");
    EXPECT_EQ(Int(finding, "nth"), 2);

    const json_t *ledger = json_object_get(finding, "ledger");
    std::vector<std::string> words;
    for (size_t i = 0; i < json_array_size(ledger); i++) {
        words.push_back(Text(json_array_get(ledger, i), "what"));
    }
    EXPECT_THAT(words, ElementsAre("before", "made", "taken", "given", "freed",
                                   "used", "after"));
    json_t *step = json_array_get(ledger, 1);
    EXPECT_THAT(Keys(step), ElementsAre("what", "change", "count", "place"));
    EXPECT_EQ(Int(step, "change"), 1);
    EXPECT_EQ(Text(json_object_get(step, "place"), "api"), "PyList_New");
    EXPECT_TRUE(IsNull(json_array_get(ledger, 0), "place"));
    EXPECT_EQ(json_array_size(json_object_get(CheckIn(document), "followed")), 1u);
}

TEST(Json, HoldsTheSweepAndThePlainRun)
{
    refcheck_report report = {};
    report.sweep.ran = 1;
    report.sweep.tried = 5;
    report.sweep.survived = 4;
    report.sweep.raised = 3;
    report.plain.ran = 1;
    report.plain.calls = 100;
    report.plain.signal = 11;
    report.plain.blocks_per_call = 0.25;
    const Json document = Written({report});
    json_t *sweep = json_object_get(CheckIn(document), "sweep");
    EXPECT_THAT(Keys(sweep), ElementsAre("tried", "survived", "raised", "first"));
    EXPECT_EQ(Int(sweep, "survived"), 4);
    json_t *plain = json_object_get(CheckIn(document), "plain");
    EXPECT_THAT(Keys(plain),
                ElementsAre("calls", "signal", "blocks_per_call", "message"));
    EXPECT_EQ(Text(plain, "signal"), "SIGSEGV");
    EXPECT_EQ(json_number_value(json_object_get(plain, "blocks_per_call")), 0.25);
}

TEST(Json, NamesEachVerdictAndTheGravestOfAllChecks)
{
    const char *const words[] = {
        "clean", "grows", "leak", "memory_leak", "buffer_exported",
        "exception_contract", "over_release", "wrong_allocator",
        "out_of_bounds", "double_free", "use_after_free", "abort", "crash",
        "unmeasurable",
    };
    refcheck_report clean = {};
    for (int kind = REFCHECK_CLEAN; kind <= REFCHECK_UNMEASURABLE; kind++) {
        const Json document = Written(
            {clean, OneFinding(static_cast<refcheck_verdict>(kind)), clean});
        EXPECT_EQ(Text(CheckIn(document, 1), "verdict"), words[kind]);
        EXPECT_EQ(Text(document.get(), "verdict"), words[kind]);
    }
}

TEST(Json, SaysWhyNothingWasRun)
{
    const Json document = Written({}, "there is no NumPy");
    EXPECT_EQ(Text(document.get(), "skipped"), "there is no NumPy");
    EXPECT_EQ(Text(document.get(), "verdict"), "unmeasurable");
    EXPECT_EQ(json_array_size(json_object_get(document.get(), "checks")), 0u);
}

TEST(Json, SaysWhyACheckWasNotMeasured)
{
    refcheck_report report = {};
    report.verdict = REFCHECK_UNMEASURABLE;
    Set(report.error, "the statement hangs");
    const Json document = Written({report});
    EXPECT_EQ(Text(CheckIn(document), "error"), "the statement hangs");
    EXPECT_EQ(Text(CheckIn(document), "summary"),
              "could not measure: the statement hangs");
}

// A repr is cut in the middle of a character; a module prints what it likes.
TEST(Json, ReplacesWhatIsNoUtf8)
{
    refcheck_report report = OneFinding(REFCHECK_ABORT);
    Set(report.finding[0].message, "caf\xc3");
    Set(report.finding[0].repr, "\xe2\x82\xac \xe2\x82");
    const Json document = Written({report}, "\xff", "f('\xed\xa0\x80\"')");
    EXPECT_EQ(Text(document.get(), "skipped"), "\ufffd");
    EXPECT_EQ(Text(CheckIn(document), "statement"), "f('\ufffd\ufffd\ufffd\"')");
    const json_t *finding = json_array_get(
        json_object_get(CheckIn(document), "findings"), 0);
    EXPECT_EQ(Text(finding, "message"), "caf\ufffd");
    EXPECT_EQ(Text(finding, "repr"), "\u20ac \ufffd\ufffd");
}

TEST(Json, WritesNumbersShortly)
{
    refcheck_report report = OneFinding(REFCHECK_LEAK);
    report.finding[0].per_call = 1;
    report.finding[0].bytes_per_call = 1.0 / 3;
    report.plain.ran = 1;
    report.plain.blocks_per_call = NAN;
    EXPECT_TRUE(IsNull(json_object_get(CheckIn(Written({report})), "plain"),
                       "blocks_per_call"));
    std::stringstream text;
    text << std::ifstream(kFile).rdbuf();
    EXPECT_THAT(text.str(), testing::HasSubstr("\"per_call\": 1,"));
    EXPECT_THAT(text.str(),
                testing::HasSubstr("\"bytes_per_call\": 0.333333333,"));
}

TEST(Json, TellsThatItCannotBeWritten)
{
    EXPECT_EQ(refcheck_json_write(refcheck_json_new(nullptr), "/nowhere/r.json"),
              -1);
    EXPECT_EQ(errno, ENOENT);
    EXPECT_EQ(refcheck_json_write(refcheck_json_new(nullptr), "/dev/full"), -1);
    EXPECT_EQ(errno, ENOSPC);
}

}  // namespace
