// References to immortal objects, in modules that are compiled with shim.h.
//
// Before 3.12 nothing is immortal and the shim does nothing: the leaks are the
// same, and the counts tell of them.
#include <Python.h>

#include <string>

#include "tools/refcheck/gtest.h"

namespace {

using refcheck::Check;
using refcheck::Given;
using refcheck::Grows;
using refcheck::IsClean;
using refcheck::Leaks;
using refcheck::Module;
using refcheck::Outcome;
using refcheck::PerCall;
using refcheck::Raises;
using refcheck::TakenOn;

Module
Shimmed(const std::string &variant, const std::string &name)
{
    return {variant + "/" + name, SHIM + variant + "/" + name + EXT_SUFFIX};
}

Outcome
CheckRaising(const Module &module, const std::string &setup,
             const std::string &statement, const std::string &raises)
{
    if (raises.empty()) {
        return Check(module, statement, Given(setup));
    }
    return Check(module, statement, Given(setup), Raises(raises));
}

// --- Lost ----------------------------------------------------------------------

struct Row {
    std::string name;           // of the function in taken.c
    std::string setup, argument;
    std::string type, line;     // what is lost, and where it was taken
    std::string raises = "";
};

const Row kRows[] = {
    {"none_taken_again", "", "0", "NoneType", "Py_INCREF(Py_None)"},
    {"result_of_method", "x = [b'Ada', b'Alan']", "x", "NoneType",
     "PyObject_CallMethod"},
    {"result_of_call", "x = lambda: None", "x", "NoneType",
     "PyObject_CallNoArgs"},
    {"result_of_comparison", "x = 1.5", "x", "bool", "PyObject_RichCompare"},
    {"small_int", "x = 10**9", "x", "int", "two = PyLong_FromLong"},
    {"appended", "", "0", "int", "one = PyLong_FromLong"},
    {"dict_value", "", "0", "bool", "PyBool_FromLong"},
    {"interned", "x = 10**9", "x", "str", "PyUnicode_InternFromString"},
    {"letter", "", "'Ada Lovelace'", "str", "PySequence_GetItem"},
    {"built", "", "0", "int", "Py_BuildValue"},
    {"attribute", "class X: doc = None", "X", "NoneType",
     "PyObject_GetAttrString"},
    {"on_error", "", "'one'", "int", "zero = PyLong_FromLong",
     "TypeError"},
    {"error_value", "", "0", "int", "code = PyLong_FromLong",
     "ValueError"},
};

class Shim : public testing::TestWithParam<Row> {
  protected:
    Outcome
    CheckRow(const std::string &variant)
    {
        const Row &row = GetParam();
        return CheckRaising(Shimmed(variant, "taken"), row.setup,
                            "m." + row.name + "(" + row.argument + ")",
                            row.raises);
    }
};

TEST_P(Shim, SeesWhatIsLost)
{
    // The shim knows the line; without it, the lines of None are many.
    EXPECT_THAT(CheckRow("leaky"),
                PY_VERSION_HEX < 0x030C0000
                    ? Leaks(GetParam().type, PerCall(1))
                    : Leaks(GetParam().type, PerCall(1),
                            TakenOn(GetParam().line)));
}

TEST_P(Shim, CleanTwinIsClean)
{
    EXPECT_THAT(CheckRow("clean"), IsClean());
}

INSTANTIATE_TEST_SUITE_P(
    , Shim, testing::ValuesIn(kRows),
    [](const testing::TestParamInfo<Row> &info) { return info.param.name; });

// --- Only seemingly lost ----------------------------------------------------------

#if PY_VERSION_HEX >= 0x030C0000

struct Bait {
    std::string name, setup, statement, raises = "";
};

const Bait kBaits[] = {
    {"RingOfEight", "", "m.ring_of_eight(None)"},
    {"StaticCache", "", "m.cached(0)"},
    {"StackInC", "", "m.stacked(None)"},
    {"ListOfTheStatement", "x = []", "x.append(m.true_or_none(None))"},
    {"TupleFilled", "", "m.tuple_of_none(0)"},
    {"ListFilled", "", "m.list_of_ints(0)"},
    {"StolenInVain", "", "m.stolen_in_vain(0)", "IndexError"},
    {"Built", "", "m.built(0)"},
    {"ErrorSaved", "", "m.error_saved(0)", "ValueError"},
    {"NoneReturned", "", "m.true_or_none(None)"},
    {"TrueReturned", "", "m.true_or_none(1)"},
    {"VectorcallMethod", "", "m.fast(None, x=1)"},
    {"FunctionMade", "", "m.calls_back(0)"},
    {"TypeMade", "", "m.makes_type(0)().repeat()"},
    {"Subclass", "class Sub(m.Box): pass", "Sub()(1); list(Sub())"},
    {"ItersEnd", "", "list(m.Box())"},
    {"ItersEndStatic", "", "list(m.Crate())"},
    {"Called", "", "m.Box()(1)"},
    {"CalledStatic", "", "m.Crate()(1)"},
    {"Compared", "x = m.Box()", "x == 1; x != 1; x.__lt__(1)"},
    {"ComparedStatic", "x = m.Crate()", "x == 1; x != 1; x.__lt__(1)"},
    {"Subscripted", "x = m.Box()", "x[3]; x[None]; x + 1"},
    {"SubscriptedStatic", "x = m.Crate()", "x[3]; x[None]; x + 1"},
    {"Getter", "x = m.Box()", "x.shown; x.shown = None"},
    {"GetterStatic", "x = m.Crate()", "x.shown; x.shown = None"},
    {"MemberWritten", "", "x = m.Box(); x.value = 5; x.value = None"},
    {"MemberWrittenStatic", "", "x = m.Crate(); x.value = 5; x.value = None"},
    {"MemberDeleted", "", "x = m.Box(); del x.value; x.value = None; x.left"},
    {"MemberOfOlder", "x = m.Box()", "x.value = None"},
};

class Kept : public testing::TestWithParam<Bait> {};

TEST_P(Kept, IsNoLeak)
{
    const Bait &bait = GetParam();
    EXPECT_THAT(CheckRaising(Shimmed("clean", "kept"), bait.setup,
                             bait.statement, bait.raises),
                IsClean());
}

// That it is clean does not come from looking away.
TEST_P(Kept, HidesNoLeak)
{
    const Bait &bait = GetParam();
    EXPECT_THAT(CheckRaising(Shimmed("clean", "kept"), bait.setup,
                             "m.lost(0); " + bait.statement, bait.raises),
                Leaks("NotImplementedType", PerCall(1),
                      TakenOn("Py_INCREF(Py_NotImplemented)")));
}

INSTANTIATE_TEST_SUITE_P(
    , Kept, testing::ValuesIn(kBaits),
    [](const testing::TestParamInfo<Bait> &info) { return info.param.name; });

// What is stored in objects that grow is theirs to tell.
TEST(Immortal, InObjectsThatGrowIsNoFindingOfItsOwn)
{
    EXPECT_THAT(Check(Shimmed("clean", "kept"), "x.append(m.Crate())",
                      Given("x = []")),
                Grows("kept.Crate", PerCall(1)));
}

// References that may go where the shim does not look end what can be said.
TEST(Immortal, IsLeftAloneWhereNothingIsSure)
{
    EXPECT_THAT(Check(Shimmed("clean", "kept"), "m.called(x)",
                      Given("x = lambda n: None")),
                IsClean());
    EXPECT_THAT(Check(Shimmed("clean", "kept"), "m.lost(0); Bare().value = 5",
                      Given("Bare = m.bare_type(0)")),
                IsClean());
}

TEST(Immortal, LedgerEndsAboveZero)
{
    const Outcome outcome = Check(Shimmed("leaky", "taken"),
                                  "m.none_taken_again(0)");
    ASSERT_EQ(outcome.report().found, 1);
    const refcheck_finding &f = outcome.report().finding[0];
    EXPECT_STREQ(f.repr, "None");
    EXPECT_STREQ(f.used.function, "none_taken_again");
    const refcheck_step *step = &outcome.report().step[f.first_step];
    ASSERT_EQ(f.steps, 5);
    EXPECT_EQ(step[0].what, REFCHECK_BEFORE);
    EXPECT_EQ(step[0].count, 0);
    EXPECT_STREQ(step[1].place.api, "Py_INCREF");
    EXPECT_EQ(step[1].count, 1);
    EXPECT_STREQ(step[2].place.api, "Py_RETURN_NONE");
    EXPECT_EQ(step[2].count, 2);
    EXPECT_EQ(step[3].what, REFCHECK_GIVEN);
    EXPECT_STREQ(step[3].place.api, "return");
    EXPECT_STREQ(step[3].place.function, "none_taken_again");
    EXPECT_THAT(step[3].place.source, testing::StartsWith("none_taken_again("));
    EXPECT_EQ(step[4].what, REFCHECK_AFTER);
    EXPECT_EQ(step[4].count, 1);
}

#endif

}  // namespace
