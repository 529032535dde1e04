// _PyBytes_Resize() may move the bytes: a pointer into them is stale afterwards.
#include "tools/book/chapter.h"

TEST(ResizedBytes, LeakyWritesToTheBytesBeforeTheyMoved)
{
    EXPECT_THAT(Check(leaky, "m.unpack(bytes([60, 65, 60, 66]))"),
                UsesAfterFree("bytes", MadeOn("PyBytes_FromStringAndSize"),
                              FreedOn("_PyBytes_Resize(&bytes, size)"),
                              UsedOn("memset(out + used, data[i + 1], run)")));
}

// The allocator fills new memory with 0xCD: nobody has written there.
TEST(ResizedBytes, LeakyReturnsBytesThatWereNeverWritten)
{
    EXPECT_THAT(Plainly(leaky, "print(m.unpack(bytes([60, 65, 60, 66])))",
                        Environment("PYTHONMALLOC=debug")),
                Says("\\xcd\\xcd\\xcd\\xcd"));
}

TEST(ResizedBytes, LeakyIsCleanAsLongAsTheFirstSizeDoes)
{
    EXPECT_THAT(Check(leaky, "m.unpack(bytes([30, 65, 34, 66]))"), IsClean());
}

TEST(ResizedBytes, FixedWritesToTheBytesWhereTheyAre)
{
    EXPECT_THAT(Check(fixed, "m.unpack(bytes([60, 65, 60, 66]))",
                      Given("assert m.unpack(bytes([60, 65, 60, 66]))"
                            " == b'A' * 60 + b'B' * 60")),
                IsClean());
}

TEST(ResizedBytes, FixedIsCleanWhenTheyAreResizedOften)
{
    EXPECT_THAT(Check(fixed, "m.unpack(bytes([255, 65] * 20))",
                      Given("assert m.unpack(bytes([255, 65] * 20)) == b'A' * 5100")),
                IsClean());
}

TEST(ResizedBytes, FixedIsCleanWhenNothingIsLeft)
{
    EXPECT_THAT(Check(fixed, "m.unpack(bytes(2))",
                      Given("assert m.unpack(bytes(2)) == b''")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.unpack(1.5)", Raises("TypeError")), IsClean());
}
