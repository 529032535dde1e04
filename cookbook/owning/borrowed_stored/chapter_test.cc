// What is kept after the call needs a reference of its own.
#include "tools/book/chapter.h"

static const Given data("data = bytes(range(65, 91))");

TEST(BorrowedStored, LeakyReadsDataThatTheCallerHasReleased)
{
    EXPECT_THAT(Check(leaky, "m.Reader(bytes(range(65, 91))).read(4)"),
                UsesAfterFree("bytes", UsedOn("PyBytes_FromStringAndSize")));
}

// Freed memory is filled with the byte 0xDD.
TEST(BorrowedStored, LeakyReadsTheFillerOfFreedMemory)
{
    EXPECT_THAT(Plainly(leaky, "print(m.Reader(bytes(range(65, 91))).read(4))",
                        Environment("PYTHONMALLOC=debug")),
                Says("b'\\xdd\\xdd\\xdd\\xdd'"));
}

TEST(BorrowedStored, LeakyIsCleanAsLongAsTheCallerHoldsTheData)
{
    EXPECT_THAT(Check(leaky, "m.Reader(data).read(4)", data), IsClean());
}

TEST(BorrowedStored, FixedKeepsTheDataUntilTheReaderIsGone)
{
    EXPECT_THAT(Check(fixed, "m.Reader(bytes(range(65, 91))).read(4)"), IsClean());
    EXPECT_THAT(Check(fixed, "m.Reader(data).read(4)",
                      Given("data = bytes(range(65, 91))\n"
                            "reader = m.Reader(data=data)\n"
                            "assert reader.read(4) == b'ABCD'\n"
                            "assert reader.read(-1) == data[4:]\n"
                            "assert reader.read(4) == b''")),
                IsClean());
    EXPECT_EQ(Plainly(fixed, "assert m.Reader(bytes(range(65, 91))).read(4) == b'ABCD'",
                      Environment("PYTHONMALLOC=debug")).status,
              0);
}

// Of each allocation that fails in it, too: what was not read is still to come.
TEST(BorrowedStored, FixedStaysWhereItIsWhenThereIsNoMemory)
{
    EXPECT_THAT(Check(fixed, "read_twice(m.Reader(data))",
                      Given("import os\n"
                            "data = bytes(range(65, 91))\n"
                            "def read_twice(reader):\n"
                            "    try:\n"
                            "        reader.read(4)\n"
                            "    except MemoryError:\n"
                            "        if reader.read(4) != data[:4]:\n"
                            "            os.abort()")),
                IsClean());
}

TEST(BorrowedStored, FixedIsCleanWhenTheDataAreNoBytes)
{
    EXPECT_THAT(Check(fixed, "m.Reader(10**20)", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.Reader()", Raises("TypeError")), IsClean());
}

TEST(BorrowedStored, FixedIsCleanWhenTheSizeIsNoInteger)
{
    EXPECT_THAT(Check(fixed, "m.Reader(bytes(range(65, 91))).read(1.5)", Raises("TypeError")),
                IsClean());
}

TEST(BorrowedStored, FixedIsCleanWhenTheModuleIsLoadedOnceMore)
{
    EXPECT_THAT(Check(fixed, "m.__spec__.loader.exec_module(module_from_spec(m.__spec__))",
                      Given("from importlib.util import module_from_spec")),
                IsClean());
}
