// PySequence_Fast() of a list is that list: its items change under the loop.
#include "tools/book/chapter.h"

// The __str__ of the first cell changes the column.
static const Given cleared(R"(
class Cell:
    def __str__(self):
        cells.clear()
        return 'first'
def column():
    global cells
    cells = [Cell(), ['second'], ['third']]
    return cells
)");

static const Given cut(R"(
class Cell:
    def __str__(self):
        del cells[2]
        return 'first'
def column():
    global cells
    cells = [Cell(), ['second'], ['third']]
    return cells
)");

TEST(FastItemsBorrowed, LeakyReadsTheItemsOfAListThatWasCleared)
{
    EXPECT_THAT(Check(leaky, "m.column_width(column())", cleared),
                UsesAfterFree("PyMem block", FreedOn("PyObject_Str(items[i])"),
                              UsedOn("PyObject_Str(items[i])")));
}

// The array stays where it is, and shows the cell that is gone.
TEST(FastItemsBorrowed, LeakyShowsACellThatWasTakenOut)
{
    EXPECT_THAT(Check(leaky, "m.column_width(column())", cut),
                UsesAfterFree("list", FreedOn("PyObject_Str(items[i])"),
                              UsedOn("PyObject_Str(items[i])")));
}

TEST(FastItemsBorrowed, LeakyDiesWhereFreedMemoryIsFilled)
{
    EXPECT_THAT(Plainly(leaky, "m.column_width(column())", cleared,
                        Environment("PYTHONMALLOC=debug")),
                DiesOf(SIGSEGV));
}

TEST(FastItemsBorrowed, LeakyIsCleanAsLongAsNobodyChangesTheList)
{
    EXPECT_THAT(Check(leaky, "m.column_width([1.5, ['second']])"), IsClean());
}

// Of a tuple, which nobody can change, and of a copy, which nobody else has.
TEST(FastItemsBorrowed, LeakyIsCleanWithWhatIsNoList)
{
    EXPECT_THAT(Check(leaky, "m.column_width(tuple(column()))", cleared), IsClean());
    EXPECT_THAT(Check(leaky, "m.column_width(cell for cell in column())", cleared),
                IsClean());
}

TEST(FastItemsBorrowed, FixedIsCleanWhenTheListIsCleared)
{
    EXPECT_THAT(Check(fixed, "m.column_width(column())", cleared), IsClean());
}

TEST(FastItemsBorrowed, FixedStillShowsEveryCell)
{
    EXPECT_THAT(Check(fixed, "assert m.column_width(column()) == len(\"['second']\")", cut),
                IsClean());
}

TEST(FastItemsBorrowed, FixedIsCleanWhenACellCannotBeShown)
{
    EXPECT_THAT(Check(fixed, "m.column_width([1.5, Cell()])", Raises("OSError"),
                      Given("class Cell:\n"
                            "    def __str__(self): raise OSError\n")),
                IsClean());
}

TEST(FastItemsBorrowed, FixedIsCleanWhenThereAreNoCells)
{
    EXPECT_THAT(Check(fixed, "m.column_width(1.5)", Raises("TypeError")), IsClean());
}
