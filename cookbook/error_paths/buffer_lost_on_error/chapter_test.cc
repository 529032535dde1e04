// A return in the middle loses the buffer that the end of the function frees.
#include "tools/book/chapter.h"

TEST(BufferLostOnError, LeakyLosesTheBufferWhenASampleIsNoNumber)
{
    EXPECT_THAT(Check(leaky, "m.pack((1, 'two'))", Raises("TypeError")),
                LeaksMemory("PyMem block", PerCall(1), MadeOn("PyMem_Malloc")));
}

TEST(BufferLostOnError, LeakyLosesTheBufferWhenASampleDoesNotFit)
{
    EXPECT_THAT(Check(leaky, "m.pack((1, 10**20))", Raises("OverflowError")),
                LeaksMemory("PyMem block", PerCall(1), MadeOn("PyMem_Malloc")));
}

TEST(BufferLostOnError, LeakyIsCleanOnTheErrorsOfItsOwn)
{
    EXPECT_THAT(Check(leaky, "m.pack((1, 40000))", Raises("ValueError")), IsClean());
}

TEST(BufferLostOnError, LeakyIsCleanAsLongAsNothingFails)
{
    EXPECT_THAT(Check(leaky, "m.pack((1, -1))"), IsClean());
}

TEST(BufferLostOnError, FixedFreesTheBufferWhateverFails)
{
    EXPECT_THAT(Check(fixed, "m.pack((1, 'two'))", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.pack((1, 10**20))", Raises("OverflowError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.pack((1, 40000))", Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.pack((1, -40000))", Raises("ValueError")), IsClean());
}

TEST(BufferLostOnError, FixedIsCleanWhenNothingFails)
{
    EXPECT_THAT(Check(fixed, "m.pack((1, -1))",
                      Given("assert m.pack((1, -1)) == b'\\x01\\x00\\xff\\xff'\n"
                            "assert m.pack(()) == b''")),
                IsClean());
}
