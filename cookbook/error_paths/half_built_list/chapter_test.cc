// A list that is given up releases the items it has so far: nobody else may.
#include "tools/book/chapter.h"

TEST(HalfBuiltList, LeakyReleasesTheItemsThatTheListReleases)
{
    EXPECT_THAT(Check(leaky, "m.ids(('1000001', 'two'))", Raises("ValueError")),
                OverReleases("int", PerCall(1), MadeOn("PyNumber_Long"),
                             FreedOn("Py_DECREF(PyList_GET_ITEM(list, made))"),
                             UsedOn("Py_DECREF(list)")));
}

TEST(HalfBuiltList, LeakyIsCleanWhenTheFirstItemFails)
{
    EXPECT_THAT(Check(leaky, "m.ids(('one', '1000002'))", Raises("ValueError")), IsClean());
}

TEST(HalfBuiltList, LeakyIsCleanAsLongAsNothingFails)
{
    EXPECT_THAT(Check(leaky, "m.ids(('1000001', '1000002'))"), IsClean());
}

TEST(HalfBuiltList, FixedIsCleanWhereverItFails)
{
    EXPECT_THAT(Check(fixed, "m.ids(('one', '1000002', '1000003'))", Raises("ValueError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.ids(('1000001', 'two', '1000003'))", Raises("ValueError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.ids(('1000001', '1000002', None))", Raises("TypeError")),
                IsClean());
}

TEST(HalfBuiltList, FixedIsCleanWhenNothingFails)
{
    EXPECT_THAT(Check(fixed, "m.ids(('1000001', '1000002'))",
                      Given("assert m.ids(('1000001', '1000002')) == [1000001, 1000002]")),
                IsClean());
}
