// The words: each sentence about a finding, and the report for people, of
// findings that are made up here.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/refcheck/refcheck.h"

namespace {

using testing::HasSubstr;
using testing::Not;

template <size_t size>
void
Set(char (&field)[size], const std::string &text)
{
    ASSERT_LT(text.size(), size);
    text.copy(field, size);
    field[text.size()] = '\0';
}

refcheck_place
Line(int line, const std::string &api = "", const std::string &source = "",
     const std::string &file = "src/leaky.c")
{
    refcheck_place place = {};
    place.offset = 0x1100 + static_cast<uintptr_t>(line);
    place.line = line;
    Set(place.library, "mymod.so");
    Set(place.file, file);
    Set(place.function, "greet");
    Set(place.api, api);
    Set(place.source, source);
    return place;
}

// Without debug information.
refcheck_place
Offset(const std::string &function, const std::string &api)
{
    refcheck_place place = Line(0, api, "", "");
    place.offset = 0x1139;
    Set(place.function, function);
    return place;
}

refcheck_finding
Finding(refcheck_verdict kind, refcheck_what what, const std::string &type)
{
    refcheck_finding f = {};
    f.kind = kind;
    f.what = what;
    f.per_call = 1;
    Set(f.type, type);
    return f;
}

std::string
Sentence(const refcheck_finding &finding)
{
    char text[1024];
    refcheck_describe(&finding, text, sizeof(text));
    return text;
}

// --- Sentences -----------------------------------------------------------------

struct Words {
    const char *name;
    const char *sentence;
    refcheck_verdict kind;
    refcheck_what what;
    const char *type;
    std::function<void(refcheck_finding &)> more;
};

void
PrintTo(const Words &words, std::ostream *out)
{
    *out << words.name;
}

const auto nothing = [](refcheck_finding &) {};

const Words kWords[] = {
    {"object", "leaks 1 list object a call (56 bytes), made at leaky.c:15 by PyList_New: []",
     REFCHECK_LEAK, REFCHECK_OBJECT, "list",
     [](refcheck_finding &f) {
         f.bytes_per_call = 56;
         f.made = Line(15, "PyList_New");
         Set(f.repr, "[]");
     }},
    {"objects", "leaks 2000 int objects a call (56000 bytes)",
     REFCHECK_LEAK, REFCHECK_OBJECT, "int",
     [](refcheck_finding &f) {
         f.per_call = 2000;
         f.bytes_per_call = 56000;
     }},
    {"now_and_then", "leaks 0.333 str objects a call",
     REFCHECK_LEAK, REFCHECK_OBJECT, "str",
     [](refcheck_finding &f) { f.per_call = 1.0 / 3; }},
    {"consequence", "leaks 1 dict object a call, kept by each leaked list: {}",
     REFCHECK_LEAK, REFCHECK_OBJECT, "dict",
     [](refcheck_finding &f) {
         Set(f.kept_by, "list");
         Set(f.repr, "{}");
     }},
    {"stored_past_the_end", "leaks 1 str object a call, written past the end of each list",
     REFCHECK_LEAK, REFCHECK_OBJECT, "str",
     [](refcheck_finding &f) {
         Set(f.kept_by, "list");
         f.past_end = 1;
     }},
    {"repr_of_several_lines", "leaks 1 array object a call: array([[1, 2],  [3, 4]])",
     REFCHECK_LEAK, REFCHECK_OBJECT, "array",
     [](refcheck_finding &f) { Set(f.repr, "array([[1, 2],\n\t[3, 4]])"); }},
    {"failing",
     "leaks 1 list object a call, made at leaky.c:9 by PyList_New, when allocation 2 of the "
     "call fails (at leaky.c:10 by PyMem_Malloc): []",
     REFCHECK_LEAK, REFCHECK_OBJECT, "list",
     [](refcheck_finding &f) {
         f.made = Line(9, "PyList_New");
         f.failing = 2;
         f.failed = Line(10, "PyMem_Malloc");
         Set(f.repr, "[]");
     }},
    {"without_g",
     "leaks 1 list object a call, made at mymod.so+0x1139 (run) by PyList_New",
     REFCHECK_LEAK, REFCHECK_OBJECT, "list",
     [](refcheck_finding &f) { f.made = Offset("run", "PyList_New"); }},
    {"without_a_symbol", "leaks 1 list object a call, made at mymod.so+0x1139",
     REFCHECK_LEAK, REFCHECK_OBJECT, "list",
     [](refcheck_finding &f) { f.made = Offset("", ""); }},
    {"reference",
     "leaks 1 reference a call to a bytes object that was there before, taken at leaky.c:8",
     REFCHECK_LEAK, REFCHECK_REFERENCE, "bytes",
     [](refcheck_finding &f) { f.used = Line(8); }},
    {"reference_to_a_name",
     "leaks 2 references a call to `fresh`, a bytes object (b'ABC'), "
     "taken at leaky.c:8 by PyObject_GetAttrString",
     REFCHECK_LEAK, REFCHECK_REFERENCE, "bytes",
     [](refcheck_finding &f) {
         f.per_call = 2;
         f.used = Line(8, "PyObject_GetAttrString");
         Set(f.name, "fresh");
         Set(f.repr, "b'ABC'");
     }},
    {"reference_to_what_has_no_name",
     "leaks 1 reference a call to an int object (1000)",
     REFCHECK_LEAK, REFCHECK_REFERENCE, "int",
     [](refcheck_finding &f) { Set(f.repr, "1000"); }},
    {"reference_to_what_has_no_repr",
     "leaks 1 reference a call to `m.Thing`, a type object",
     REFCHECK_LEAK, REFCHECK_REFERENCE, "type",
     [](refcheck_finding &f) { Set(f.name, "m.Thing"); }},
    {"reference_to_None", "leaks 1 reference a call to None, taken at leaky.c:8",
     REFCHECK_LEAK, REFCHECK_REFERENCE, "NoneType",
     [](refcheck_finding &f) {
         f.used = Line(8);
         Set(f.repr, "None");
         Set(f.name, "nothing");
     }},
    {"memory", "leaks 1 malloc block a call (40 bytes), made at leaky.c:9 by malloc",
     REFCHECK_MEMORY_LEAK, REFCHECK_MEMORY, "malloc block",
     [](refcheck_finding &f) {
         f.bytes_per_call = 40;
         f.made = Line(9, "malloc");
     }},
    {"memories", "leaks 3 PyMem blocks a call (120 bytes)",
     REFCHECK_MEMORY_LEAK, REFCHECK_MEMORY, "PyMem block",
     [](refcheck_finding &f) {
         f.per_call = 3;
         f.bytes_per_call = 120;
     }},
    {"growth",
     "keeps 1 float object a call (24 bytes), still reachable from `lost`: 2.5",
     REFCHECK_GROWS, REFCHECK_OBJECT, "float",
     [](refcheck_finding &f) {
         f.bytes_per_call = 24;
         Set(f.name, "lost");
         Set(f.repr, "2.5");
     }},
    {"growth_of_references",
     "keeps 1 reference a call to a bytes object (b'ABC'), still reachable from "
     "`lost`, taken at leaky.c:8 by PyList_Append",
     REFCHECK_GROWS, REFCHECK_REFERENCE, "bytes",
     [](refcheck_finding &f) {
         f.used = Line(8, "PyList_Append");
         Set(f.name, "lost");
         Set(f.repr, "b'ABC'");
     }},
    {"growth_of_memory", "keeps 1 PyMem block a call (32 bytes), still reachable from `lost`",
     REFCHECK_GROWS, REFCHECK_MEMORY, "PyMem block",
     [](refcheck_finding &f) {
         f.bytes_per_call = 32;
         Set(f.name, "lost");
     }},
    {"growth_from_nowhere", "keeps 1 list object a call",
     REFCHECK_GROWS, REFCHECK_OBJECT, "list", nothing},
    {"contract",
     "<built-in function f> returned NULL without setting an exception",
     REFCHECK_EXCEPTION_CONTRACT, REFCHECK_OBJECT, "",
     [](refcheck_finding &f) {
         Set(f.message, "<built-in function f> returned NULL without setting an exception");
     }},
    {"over_release",
     "releases 1 reference too many a call to `fresh`, a bytes object (b'ABC'), "
     "released at leaky.c:8",
     REFCHECK_OVER_RELEASE, REFCHECK_REFERENCE, "bytes",
     [](refcheck_finding &f) {
         f.used = Line(8);
         Set(f.name, "fresh");
         Set(f.repr, "b'ABC'");
     }},
    {"over_release_of_None", "releases 2 references too many a call to None",
     REFCHECK_OVER_RELEASE, REFCHECK_REFERENCE, "NoneType",
     [](refcheck_finding &f) { f.per_call = 2; }},
    {"over_release_of_its_own",
     "releases 1 reference too many a call to a bytes object, made at leaky.c:9 by "
     "PyBytes_FromString, freed at leaky.c:13, released again at leaky.c:15",
     REFCHECK_OVER_RELEASE, REFCHECK_OBJECT, "bytes",
     [](refcheck_finding &f) {
         f.made = Line(9, "PyBytes_FromString");
         f.freed = Line(13);
         f.used = Line(15);
     }},
    {"wrong_allocator",
     "gives a PyMem block to another allocator's free(), made at leaky.c:9 by "
     "PyMem_Malloc, freed at leaky.c:13 by PyMem_RawFree",
     REFCHECK_WRONG_ALLOCATOR, REFCHECK_MEMORY, "PyMem block",
     [](refcheck_finding &f) {
         f.made = Line(9, "PyMem_Malloc");
         f.freed = Line(13, "PyMem_RawFree");
     }},
    {"out_of_bounds",
     "reads or writes past the end of a malloc block, at leaky.c:12, made at leaky.c:9 by malloc",
     REFCHECK_OUT_OF_BOUNDS, REFCHECK_MEMORY, "malloc block",
     [](refcheck_finding &f) {
         f.made = Line(9, "malloc");
         f.used = Line(12);
     }},
    {"double_free", "frees a malloc block twice, at leaky.c:15 by free, made at leaky.c:9 by malloc",
     REFCHECK_DOUBLE_FREE, REFCHECK_MEMORY, "malloc block",
     [](refcheck_finding &f) {
         f.made = Line(9, "malloc");
         f.used = Line(15, "free");
     }},
    {"use_after_free",
     "uses an array.array object after it was freed, at leaky.c:15 by PyObject_Hash, "
     "freed at leaky.c:13",
     REFCHECK_USE_AFTER_FREE, REFCHECK_OBJECT, "array.array",
     [](refcheck_finding &f) {
         f.freed = Line(13);
         f.used = Line(15, "PyObject_Hash");
     }},
    {"article", "uses a uuid.UUID object after it was freed",
     REFCHECK_USE_AFTER_FREE, REFCHECK_OBJECT, "uuid.UUID", nothing},
    {"abort", "aborts at leaky.c:12 by Py_FatalError: Fatal Python error: greet: enough",
     REFCHECK_ABORT, REFCHECK_OBJECT, "",
     [](refcheck_finding &f) {
         f.signal = SIGABRT;
         f.used = Line(12, "Py_FatalError");
         Set(f.message, "Fatal Python error: greet: enough");
     }},
    {"crash", "dies of SIGFPE at leaky.c:12", REFCHECK_CRASH, REFCHECK_OBJECT, "",
     [](refcheck_finding &f) {
         f.signal = SIGFPE;
         f.used = Line(12);
     }},
    {"null", "dies of SIGSEGV at leaky.c:12 by PyList_Append: a NULL pointer is followed",
     REFCHECK_CRASH, REFCHECK_OBJECT, "NULL",
     [](refcheck_finding &f) {
         f.signal = SIGSEGV;
         f.used = Line(12, "PyList_Append");
     }},
    {"unset", "dies of SIGSEGV at leaky.c:12: a pointer that was never set is followed",
     REFCHECK_CRASH, REFCHECK_OBJECT, "unset",
     [](refcheck_finding &f) {
         f.signal = SIGSEGV;
         f.used = Line(12);
     }},
    {"stack", "overflows the stack at leaky.c:12",
     REFCHECK_CRASH, REFCHECK_OBJECT, "stack",
     [](refcheck_finding &f) {
         f.signal = SIGSEGV;
         f.used = Line(12);
     }},
};

class Describe : public testing::TestWithParam<Words> {};

TEST_P(Describe, Says)
{
    const Words &words = GetParam();
    refcheck_finding finding = Finding(words.kind, words.what, words.type);
    words.more(finding);
    EXPECT_EQ(Sentence(finding), words.sentence);
}

INSTANTIATE_TEST_SUITE_P(, Describe, testing::ValuesIn(kWords),
                         [](const auto &info) { return info.param.name; });

TEST(DescribeAll, EachKindHasWordsAndASentence)
{
    for (int v = REFCHECK_GROWS; v < REFCHECK_UNMEASURABLE; v++) {
        refcheck_finding finding = Finding(static_cast<refcheck_verdict>(v),
                                           REFCHECK_OBJECT, "list");
        Set(finding.message, "what Python says");
        EXPECT_NE(Sentence(finding), "") << refcheck_verdict_name(finding.kind);
    }
    EXPECT_STREQ(refcheck_verdict_words(REFCHECK_USE_AFTER_FREE), "use after free");
    EXPECT_STREQ(refcheck_verdict_words(REFCHECK_OVER_RELEASE), "over-release");
    EXPECT_STREQ(refcheck_verdict_words(static_cast<refcheck_verdict>(99)), "unknown");
    EXPECT_STREQ(refcheck_verdict_name(static_cast<refcheck_verdict>(99)), "unknown");
}

// --- The report for people -------------------------------------------------------

std::string
Printed(const std::function<void(FILE *)> &print)
{
    char *text = nullptr;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    print(memory);
    std::fclose(memory);
    const std::string printed(text, size);
    std::free(text);
    return printed;
}

std::string
Printed(const refcheck_report &report)
{
    return Printed([&](FILE *file) { refcheck_print(file, &report); });
}

refcheck_report
Report(const refcheck_finding &finding)
{
    refcheck_report report = {};
    report.calls = 15;
    Set(report.python, "3.11.2");
    report.verdict = finding.kind;
    report.found = 1;
    report.finding[0] = finding;
    return report;
}

// Adds a step to the ledger of the first finding.
void
Add(refcheck_report &report, refcheck_change what, int change, int64_t count,
    const refcheck_place &place = {})
{
    report.step[report.steps++] = {what, change, count, place};
    report.finding[0].steps++;
}

TEST(Print, OfNothing)
{
    refcheck_report report = {};
    report.calls = 16;
    Set(report.python, "3.13.0");
    EXPECT_EQ(Printed(report), "clean\n16 calls, CPython 3.13.0\n");
    report.python_debug = 1;
    Set(report.raised, "TypeError: one\ntwo");
    EXPECT_EQ(Printed(report), "clean (each call raises TypeError: one)\n"
                               "16 calls, CPython 3.13.0 debug\n");
}

TEST(Print, WhyNothingWasMeasured)
{
    refcheck_report report = {};
    report.verdict = REFCHECK_UNMEASURABLE;
    Set(report.error, "the statement hangs");
    EXPECT_EQ(Printed(report), "could not measure: the statement hangs\n");
}

TEST(Print, TheLedgerOfALostObject)
{
    refcheck_finding f = Finding(REFCHECK_LEAK, REFCHECK_OBJECT, "list");
    f.made = Line(15, "PyList_New");
    Set(f.repr, "[]");
    refcheck_report report = Report(f);
    Set(report.raised, "KeyError: 1");
    Add(report, REFCHECK_MADE, 1, 1, Line(15, "PyList_New", "    PyObject *list = PyList_New(0);"));
    Add(report, REFCHECK_TAKEN, 1, 2, Line(117, "PyDict_SetItem", "\tPyDict_SetItem(d, k, list);"));
    Add(report, REFCHECK_GIVEN, -1, 1);
    Add(report, REFCHECK_AFTER, 0, 1);
    EXPECT_EQ(Printed(report),
              "leak: leaks 1 list object a call, made at leaky.c:15 by PyList_New: []\n"
              "   15  PyList_New      new reference     1 #   PyObject *list = PyList_New(0);\n"
              "  117  PyDict_SetItem  takes one         2 ##  PyDict_SetItem(d, k, list);\n"
              "       (Python)        gives one back    1 #\n"
              "                       after the call    1 #   <- one too many\n"
              "15 calls, each raises KeyError: 1, CPython 3.11.2\n");
}

TEST(Print, TheLedgerOfAnOlderObject)
{
    refcheck_finding f = Finding(REFCHECK_OVER_RELEASE, REFCHECK_REFERENCE, "bytes");
    f.per_call = 2;
    Set(f.name, "fresh");
    refcheck_report report = Report(f);
    Add(report, REFCHECK_BEFORE, 0, 20);
    Add(report, REFCHECK_GIVEN, -2, 18, Line(9, "", "    drop(x);", "drop.h"));
    Add(report, REFCHECK_AFTER, 0, 18);
    Add(report, REFCHECK_TAKEN, 3, 21, Line(10));
    EXPECT_THAT(Printed(report), HasSubstr("  drop.h:9    gives 2 back      18 ############...  drop(x);\n"));
    report.finding[0].steps--;
    EXPECT_EQ(Printed(report),
              "over-release: releases 2 references too many a call to `fresh`, a bytes object\n"
              "     before the call   20 ############...\n"
              "  9  gives 2 back      18 ############...  drop(x);\n"
              "     after the call    18 ############...  <- 2 too few\n"
              "15 calls, CPython 3.11.2\n");
}

TEST(Print, TheLedgerOfWhatIsGone)
{
    refcheck_finding f = Finding(REFCHECK_USE_AFTER_FREE, REFCHECK_OBJECT, "bytes");
    refcheck_report report = Report(f);
    report.calls = 0;
    Add(report, REFCHECK_MADE, 1, 1, Line(9, "PyBytes_FromString", "new();"));
    Add(report, REFCHECK_FREED, -1, 0, Line(10, "", "drop();"));
    Add(report, REFCHECK_USED, 0, 0, Line(11, "", "use();"));
    EXPECT_EQ(Printed(report),
              "use after free: uses a bytes object after it was freed\n"
              "   9  PyBytes_FromString  new reference          1 #  new();\n"
              "  10                      gives the last back    0    drop();\n"
              "  11                      uses what is gone      0    use();\n"
              "in the first call, CPython 3.11.2\n");
    report.step[2].change = -1;
    EXPECT_THAT(Printed(report), HasSubstr("  11                      gives back what is gone    0    use();\n"));
}

TEST(Print, NoRemarkWhereTheStatementKeepsIt)
{
    refcheck_report report = Report(Finding(REFCHECK_GROWS, REFCHECK_OBJECT, "list"));
    Add(report, REFCHECK_AFTER, 0, 1);
    EXPECT_THAT(Printed(report), Not(HasSubstr("too many")));
}

TEST(Print, PlacesWhereThereIsNoLedger)
{
    refcheck_finding f = Finding(REFCHECK_WRONG_ALLOCATOR, REFCHECK_MEMORY, "PyMem block");
    f.made = Line(9, "PyMem_Malloc", "    char *text = PyMem_Malloc(9);");
    f.freed = Line(10, "free", "    free(text);", "other.c");
    f.used = Line(11);      // its line cannot be read
    EXPECT_EQ(Printed(Report(f)),
              "wrong allocator: gives a PyMem block to another allocator's free(), at "
              "leaky.c:11, made at leaky.c:9 by PyMem_Malloc, freed at other.c:10 by free\n"
              "  leaky.c:9   PyMem_Malloc  made   char *text = PyMem_Malloc(9);\n"
              "  other.c:10  free          freed  free(text);\n"
              "15 calls, CPython 3.11.2\n");
}

TEST(Print, ConsequencesAndWhatIsLeftOut)
{
    refcheck_report report = Report(Finding(REFCHECK_LEAK, REFCHECK_OBJECT, "list"));
    report.found = 2;
    report.finding[1] = Finding(REFCHECK_LEAK, REFCHECK_OBJECT, "str");
    report.finding[1].made = Line(9, "", "    char c;");
    Set(report.finding[1].kept_by, "list");
    report.left_out = 3;
    Set(report.note, "no ledger: the kernel refuses it");
    EXPECT_EQ(Printed(report),
              "leak: leaks 1 list object a call\n"
              "  also: leaks 1 str object a call, made at leaky.c:9, kept by each leaked list\n"
              "and 3 more\n"
              "no ledger: the kernel refuses it\n"
              "15 calls, CPython 3.11.2\n");
}

TEST(Print, WhatToDoAboutMissingLines)
{
    refcheck_finding f = Finding(REFCHECK_LEAK, REFCHECK_OBJECT, "list");
    f.made = Offset("run", "PyList_New");
    refcheck_report report = Report(f);
    const char hint[] = "build the extension with -g, and its lines are named\n";
    EXPECT_THAT(Printed(report), HasSubstr(hint));
    Set(report.note, "built without -g: its lines are not known");
    EXPECT_THAT(Printed(report), Not(HasSubstr(hint)));
    report.finding[0].made = Line(9);
    report.note[0] = '\0';
    EXPECT_THAT(Printed(report), Not(HasSubstr(hint)));
}

TEST(Print, TheSweep)
{
    refcheck_finding f = Finding(REFCHECK_LEAK, REFCHECK_OBJECT, "list");
    f.made = Line(9, "PyList_New", "list = PyList_New(0);");
    f.failing = 2;
    f.failed = Line(10, "PyMem_Malloc", "text = PyMem_Malloc(1);");
    refcheck_report report = Report(f);
    report.sweep = {1, 3, 2, 1, f.failed};
    EXPECT_EQ(Printed(report),
              "leak: leaks 1 list object a call, made at leaky.c:9 by PyList_New, when "
              "allocation 2 of the call fails (at leaky.c:10 by PyMem_Malloc)\n"
              "   9  PyList_New    made   list = PyList_New(0);\n"
              "  10  PyMem_Malloc  fails  text = PyMem_Malloc(1);\n"
              "2 of 3 failing allocations survived, 1 by an exception; the first that was "
              "not: PyMem_Malloc at leaky.c:10\n"
              "15 calls, CPython 3.11.2\n");
    report.found = 0;
    report.verdict = REFCHECK_CLEAN;
    report.sweep = {1, 0, 0, 0, {}};
    EXPECT_EQ(Printed(report), "clean\n"
                               "the call makes no allocation that could fail\n"
                               "15 calls, CPython 3.11.2\n");
}

TEST(Print, ThePlainRun)
{
    refcheck_report report = Report(Finding(REFCHECK_LEAK, REFCHECK_OBJECT, "list"));
    report.plain.ran = 1;
    report.plain.calls = 3;
    report.plain.signal = SIGSEGV;
    report.plain.blocks_per_call = 1.25;
    Set(report.plain.message, "Segmentation fault");
    EXPECT_THAT(Printed(report),
                HasSubstr("\nwithout the checker: 3 calls, +1.25 blocks a call, then "
                          "SIGSEGV: Segmentation fault\n"));
}

TEST(Print, TheObjectThatWasFollowed)
{
    refcheck_report report = {};
    report.calls = 15;
    Set(report.python, "3.11.2");
    report.step[0] = {REFCHECK_MADE, 1, 1, Line(9, "PyList_New", "new();")};
    report.step[1] = {REFCHECK_FREED, -1, 0, Line(10, "", "drop();")};
    report.steps = report.followed = 2;
    EXPECT_EQ(Printed(report),
              "clean\n"
              "the object that was followed:\n"
              "   9  PyList_New  new reference          1 #  new();\n"
              "  10              gives the last back    0    drop();\n"
              "15 calls, CPython 3.11.2\n");
}

TEST(Print, FindingsAlone)
{
    refcheck_report report = Report(Finding(REFCHECK_LEAK, REFCHECK_OBJECT, "list"));
    report.finding[0].made = Line(9, "", "    char c;");
    const auto findings = [&](FILE *file) {
        refcheck_print_findings(file, &report, "----");
    };
    EXPECT_EQ(Printed(findings),
              "----leak: leaks 1 list object a call, made at leaky.c:9\n"
              "----  9  made  char c;\n");
    report.found = 0;
    EXPECT_EQ(Printed(findings), "");
}

}  // namespace
