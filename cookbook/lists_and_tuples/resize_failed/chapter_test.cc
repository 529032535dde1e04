// A _PyBytes_Resize() that fails has released the bytes and left NULL.
#include "tools/book/chapter.h"

// More than any machine has: the allocation fails without being tried.
static const std::string huge = "m.card('NAXIS', '2', 2 ** 62)";

TEST(ResizeFailed, LeakyReleasesThePointerThatIsNull)
{
    EXPECT_THAT(Check(leaky, huge), Crashes(SIGSEGV, UsedOn("Py_DECREF(line)")));
}

TEST(ResizeFailed, LeakyDiesWhereMemoryErrorWasDue)
{
    EXPECT_THAT(Plainly(leaky, huge), DiesOf(SIGSEGV));
}

TEST(ResizeFailed, LeakyIsCleanAsLongAsThereIsMemory)
{
    EXPECT_THAT(Check(leaky, "m.card('NAXIS', '2', 80)"), IsClean());
    EXPECT_THAT(Check(leaky, "m.card('NAXIS', '2', 3)", Raises("ValueError")), IsClean());
}

TEST(ResizeFailed, FixedRaisesMemoryError)
{
    EXPECT_THAT(Check(fixed, huge, Raises("MemoryError")), IsClean());
}

TEST(ResizeFailed, FixedIsCleanWhenThereIsMemory)
{
    EXPECT_THAT(Check(fixed, "m.card('NAXIS', '2', 80)",
                      Given("assert m.card('NAXIS', '2', 12) == b'NAXIS = 2   '\n"
                            "assert m.card('NAXIS', '2', 9) == b'NAXIS = 2'\n")),
                IsClean());
}

TEST(ResizeFailed, FixedIsCleanWhenTheCardIsTooNarrow)
{
    EXPECT_THAT(Check(fixed, "m.card('NAXIS', '2', 3)", Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.card('NAXIS', 2, 80)", Raises("TypeError")), IsClean());
}
