// An item borrowed from a tuple lives as long as somebody holds the tuple.
#include "tools/book/chapter.h"

TEST(TupleItemOutlivesTuple, LeakyReadsTheDigitsThatWentWithTheTuple)
{
    EXPECT_THAT(Check(leaky, "m.header_number('Content-Length: 5120')"),
                UsesAfterFree("str", MadeOn("PyUnicode_Partition"),
                              FreedOn("Py_DECREF(parts)"),
                              UsedOn("PyLong_FromUnicodeObject(digits, 10)")));
}

TEST(TupleItemOutlivesTuple, LeakyDiesWhereFreedMemoryIsFilled)
{
    EXPECT_THAT(Plainly(leaky, "m.header_number('Content-Length: 5120')",
                        Environment("PYTHONMALLOC=debug")),
                DiesOf(SIGSEGV));
}

// A string of one character is one object for the whole process.
TEST(TupleItemOutlivesTuple, LeakyIsCleanWithASingleDigit)
{
    EXPECT_THAT(Check(leaky, "m.header_number('Content-Length: 5')"), IsClean());
}

TEST(TupleItemOutlivesTuple, FixedHoldsTheTupleMeanwhile)
{
    EXPECT_THAT(Check(fixed, "m.header_number('Content-Length: 5120')",
                      Given("assert m.header_number('Content-Length: 5120') == 5120")),
                IsClean());
}

TEST(TupleItemOutlivesTuple, FixedIsCleanWhenThereAreNoDigits)
{
    EXPECT_THAT(Check(fixed, "m.header_number('Content-Length: none')", Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.header_number(5120)", Raises("TypeError")), IsClean());
}
