// The count stands in the object: when the object is gone there is no count to read.
#include "tools/book/chapter.h"

static const Given a_cache("pages = {}");
static const Given two_owners("pages = {}\nindex = bytes(range(65, 91))");
static const Given one_page("pages = {'index': bytes(range(65, 91))}");
// It can be hashed once: it is found, and then the deletion fails.
static const Given a_key_that_breaks(R"(
class Key:
    hashed = 0
    def __hash__(self):
        Key.hashed += 1
        if Key.hashed % 2 == 0:
            raise ArithmeticError
        return 5
    def __eq__(self, other):
        return True
class Stored:
    def __hash__(self):
        return 5
pages = {Stored(): bytes(range(65, 91))}
)");

TEST(CountReadAfterRelease, LeakyReadsTheCountOfAFreedPage)
{
    EXPECT_THAT(Check(leaky, "pages['index'] = bytes(range(65, 91)); m.evict(pages, 'index')",
                      a_cache),
                UsesAfterFree("bytes", FreedOn("Py_DECREF(page)"), UsedOn("Py_REFCNT(page)")));
}

// It is often said that an object whose count has come to zero can be told by it.
TEST(CountReadAfterRelease, LeakyFindsNoZeroWhereFreedMemoryIsFilled)
{
    EXPECT_EQ(Plainly(leaky, "assert m.evict(pages, 'index') is False", one_page,
                      Environment("PYTHONMALLOC=debug")).status,
              0);
}

TEST(CountReadAfterRelease, LeakyIsCleanAsLongAsSomebodyElseHoldsThePage)
{
    EXPECT_THAT(Check(leaky, "pages['index'] = index; m.evict(pages, 'index')", two_owners),
                IsClean());
}

TEST(CountReadAfterRelease, FixedReadsTheCountWhileItHoldsThePage)
{
    EXPECT_THAT(Check(fixed, "pages['index'] = bytes(range(65, 91)); m.evict(pages, 'index')",
                      a_cache),
                IsClean());
    EXPECT_EQ(Plainly(fixed, "assert m.evict(pages, 'index') is True", one_page,
                      Environment("PYTHONMALLOC=debug")).status,
              0);
}

TEST(CountReadAfterRelease, FixedTellsThatSomebodyElseHoldsThePage)
{
    EXPECT_THAT(Check(fixed, "pages['index'] = index; m.evict(pages, 'index')",
                      Given("pages = {}\n"
                            "index = bytes(range(65, 91))\n"
                            "pages['index'] = index\n"
                            "assert m.evict(pages, 'index') is False\n"
                            "assert pages == {}")),
                IsClean());
}

TEST(CountReadAfterRelease, FixedIsCleanWhenThereIsNoSuchPage)
{
    EXPECT_THAT(Check(fixed, "m.evict(pages, 'index')", a_cache, Raises("KeyError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.evict(pages, [1.5])", a_cache, Raises("TypeError")), IsClean());
}

TEST(CountReadAfterRelease, FixedIsCleanWhenTheDeletionFails)
{
    EXPECT_THAT(Check(fixed, "m.evict(pages, Key())", a_key_that_breaks,
                      Raises("ArithmeticError")),
                IsClean());
}
