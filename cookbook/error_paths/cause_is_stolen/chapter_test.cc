// PyException_SetCause() takes the reference to the cause over.
#include "tools/book/chapter.h"

// Up to 3.11 C code raises a type and a text, of which PyErr_NormalizeException()
// makes the exception; from 3.12 on there is an exception from the beginning.
static const char *const made_by = PY_VERSION_HEX < 0x030C0000
    ? "PyErr_NormalizeException(" : "PyObject_CallOneArg(";

static const Given parser_in_python(
    "def parse(text): raise ValueError(f'{text} is no number')");

TEST(CauseIsStolen, LeakyReleasesTheCauseOfTheException)
{
    EXPECT_THAT(Check(leaky, "m.setting(int, 'eighty')", Raises("RuntimeError")),
                OverReleases("ValueError", PerCall(1), MadeOn(made_by),
                             FreedOn("Py_DECREF(cause)")));
}

// It is often said that PyList_SetItem() and PyTuple_SetItem() alone steal.
TEST(CauseIsStolen, MoreThanTwoFunctionsSteal)
{
    EXPECT_THAT(Check(leaky, "m.setting(parse, 'eighty')", parser_in_python,
                      Raises("RuntimeError")),
                OverReleases("ValueError", PerCall(1),
                             MadeOn("PyObject_CallOneArg("),
                             FreedOn("Py_DECREF(cause)")));
}

TEST(CauseIsStolen, LeakyCrashesWhenTheCauseIsShown)
{
    EXPECT_THAT(Plainly(leaky, "m.setting(int, 'eighty')",
                        Environment("PYTHONMALLOC=debug")),
                DiesOf(SIGSEGV));
}

TEST(CauseIsStolen, LeakyIsCleanAsLongAsTheTextCanBeParsed)
{
    EXPECT_THAT(Check(leaky, "m.setting(float, '80')"), IsClean());
}

TEST(CauseIsStolen, FixedIsCleanWhenTheTextCanBeParsed)
{
    EXPECT_THAT(Check(fixed, "m.setting(float, '80')",
                      Given("assert m.setting(float, '80') == 80.0")),
                IsClean());
}

TEST(CauseIsStolen, FixedGivesTheCauseToTheException)
{
    EXPECT_THAT(Check(fixed, "m.setting(int, 'eighty')",
                      Given("try: m.setting(int, 'eighty')\n"
                            "except RuntimeError as error:\n"
                            "    assert type(error.__cause__) is ValueError\n"
                            "    assert str(error) == \"bad setting: 'eighty'\""),
                      Raises("RuntimeError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.setting(parse, 'eighty')", parser_in_python,
                      Raises("RuntimeError")),
                IsClean());
}

// A class in Python is mortal on every version: its count tells of the type.
TEST(CauseIsStolen, FixedIsCleanWithAnExceptionClassOfPython)
{
    EXPECT_THAT(Check(fixed, "m.setting(parse, 'eighty')",
                      Given("class BadNumber(ValueError): pass\n"
                            "def parse(text): raise BadNumber"),
                      Raises("RuntimeError")),
                IsClean());
}

TEST(CauseIsStolen, FixedLeavesOtherExceptionsAlone)
{
    EXPECT_THAT(Check(fixed, "m.setting({}.__getitem__, 'eighty')",
                      Raises("KeyError")),
                IsClean());
}
