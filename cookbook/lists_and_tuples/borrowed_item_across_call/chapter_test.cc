// A callback may change the list that an item is borrowed from: own it before the call.
#include "tools/book/chapter.h"

static const Given clearing("def take_all(record):\n"
                            "    records.clear()\n"
                            "    return True\n"
                            "def search():\n"
                            "    global records\n"
                            "    records = [bytes(range(65, 91))]\n"
                            "    return m.find(records, take_all)\n"
                            "assert search() == (0, bytes(range(65, 91)))");
static const Given leaving("records = [bytes(range(65, 91)), bytes(range(97, 123))]\n"
                           "def lower(record): return record.islower()");
static const Given undecided("class Undecided:\n"
                             "    def __bool__(self): raise ValueError\n"
                             "records = [bytes(range(65, 91))]\n"
                             "def ask(record): return Undecided()");

TEST(BorrowedItemAcrossCall, LeakyReturnsTheItemThatTheCallbackFreed)
{
    EXPECT_THAT(Check(leaky, "search()",
                      Given("def take_all(record):\n"
                            "    records.clear()\n"
                            "    return True\n"
                            "def search():\n"
                            "    global records\n"
                            "    records = [bytes(range(65, 91))]\n"
                            "    return m.find(records, take_all)")),
                UsesAfterFree("bytes", FreedOn("PyObject_CallOneArg"),
                              UsedOn("Py_BuildValue")));
}

// Why such a bug survives its tests: few callbacks touch the list.
TEST(BorrowedItemAcrossCall, LeakyGoesUnnoticedWhileTheCallbackLeavesTheListAlone)
{
    EXPECT_THAT(Check(leaky, "m.find(records, lower)", leaving), IsClean());
}

TEST(BorrowedItemAcrossCall, FixedOwnsTheItemAcrossTheCall)
{
    EXPECT_THAT(Check(fixed, "search()", clearing), IsClean());
    EXPECT_THAT(Check(fixed, "m.find(records, lower)", leaving), IsClean());
    EXPECT_THAT(Check(fixed, "m.find(records[:1], lower)", leaving), IsClean());
}

TEST(BorrowedItemAcrossCall, FixedLosesNothingWhenTheCallbackFails)
{
    EXPECT_THAT(Check(fixed, "m.find(records, 5)", leaving, Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.find(records, ask)", undecided, Raises("ValueError")), IsClean());
}

TEST(BorrowedItemAcrossCall, FixedLosesNothingWhenThereIsNoList)
{
    EXPECT_THAT(Check(fixed, "m.find(5, 5)", Raises("TypeError")), IsClean());
}
