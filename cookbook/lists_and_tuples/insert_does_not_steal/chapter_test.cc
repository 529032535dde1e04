// PyList_Insert() and PyList_SetSlice() keep references of their own, and steal none.
#include "tools/book/chapter.h"

static const Given texts("texts = [f'{10**9}', f'{10**8}']");

TEST(InsertDoesNotSteal, LeakyLosesTheItem)
{
    EXPECT_THAT(Check(leaky, "m.push([], 3, 'no number')"),
                Leaks("str", PerCall(1), MadeOn("PyUnicode_FromFormat")));
}

TEST(InsertDoesNotSteal, LeakyLosesTheListOfItems)
{
    EXPECT_THAT(Check(leaky, "m.push_all([], texts)", texts),
                Leaks("list", PerCall(1), MadeOn("PySequence_List")));
}

TEST(InsertDoesNotSteal, FixedLosesNothing)
{
    EXPECT_THAT(Check(fixed, "m.push([], 3, 'no number')",
                      Given("history = ['line 2: end']\n"
                            "m.push(history, 3, 'no number')\n"
                            "assert history == ['line 3: no number', 'line 2: end']")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.push_all([], texts)",
                      Given("texts = [f'{10**9}', f'{10**8}']\n"
                            "history = ['']\n"
                            "m.push_all(history, iter(texts))\n"
                            "assert history == texts + ['']")),
                IsClean());
}

TEST(InsertDoesNotSteal, FixedLosesNothingWhenAnArgumentIsWrong)
{
    EXPECT_THAT(Check(fixed, "m.push((), 3, 'no number')", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.push_all((), texts)", texts, Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.push_all([], 5)", Raises("TypeError")), IsClean());
}
