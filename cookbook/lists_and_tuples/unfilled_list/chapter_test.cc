// The slots of PyList_New(n) are NULL: no Python code may see them so.
#include "tools/book/chapter.h"

static const Given with_a_blank("lines = ('1.5', '', '2.5')\n"
                                "def parse(line): return float(line) if line else None");
static const Given without_blanks("lines = ('1.5', '2.5')\n"
                                  "def parse(line): return float(line)");
static const Given curious("import gc\n"
                           "lines = ('1.5', '2.5')\n"
                           "def parse(line):\n"
                           "    for item in gc.get_objects():\n"
                           "        if type(item) is list and len(item) == 2: item[1]\n"
                           "    return float(line)");

TEST(UnfilledList, LeakyReturnsASlotThatWasNeverFilled)
{
    EXPECT_THAT(Check(leaky, "m.parsed(lines, parse)[1]", with_a_blank), Crashes(SIGSEGV));
    EXPECT_THAT(Plainly(leaky, "m.parsed(lines, parse)[1]", with_a_blank), DiesOf(SIGSEGV));
}

#if PY_VERSION_HEX < 0x030E0000
TEST(UnfilledList, LeakyShowsThatTheSlotIsEmpty)
{
    EXPECT_THAT(Plainly(leaky, "print(m.parsed(lines, parse))", with_a_blank),
                Says("[1.5, <NULL>, 2.5]"));
}
#endif

// The collector knows the list from the start, and shows it to who asks.
TEST(UnfilledList, LeakyCallsPythonWhileSlotsAreEmpty)
{
    EXPECT_THAT(Check(leaky, "m.parsed(lines, parse)", curious),
                Crashes(SIGSEGV, UsedOn("PyObject_CallOneArg")));
}

// Why such a bug survives its tests: nothing happens until somebody looks.
TEST(UnfilledList, LeakyGoesUnnoticedUntilTheSlotIsRead)
{
    EXPECT_THAT(Check(leaky, "m.parsed(lines, parse)", with_a_blank), IsClean());
    EXPECT_THAT(Check(leaky, "m.parsed(lines, parse)[1]", without_blanks), IsClean());
}

TEST(UnfilledList, FixedHasNoEmptySlots)
{
    EXPECT_THAT(Check(fixed, "m.parsed(lines, parse)[1]",
                      Given("lines = ('1.5', '', '2.5')\n"
                            "def parse(line): return float(line) if line else None\n"
                            "assert m.parsed(lines, parse) == [1.5, 2.5]")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.parsed(lines, parse)", curious), IsClean());
}

TEST(UnfilledList, FixedLosesNothingWhenALineCannotBeParsed)
{
    EXPECT_THAT(Check(fixed, "m.parsed(('1.5', 'x'), float)", Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.parsed(['1.5'], float)", Raises("TypeError")), IsClean());
}
