// An error message that shows an object is a use of the object, often the last.
#include "tools/book/chapter.h"

static const Given the_message_is_right(R"(
try:
    m.level('Loud')
except ValueError as error:
    assert str(error) == "no level is called 'loud'"
)");

TEST(MessageAfterRelease, LeakyReadsTheFreedTextForTheMessage)
{
    EXPECT_THAT(Check(leaky, "m.level('Loud')", Raises("ValueError")),
                UsesAfterFree("str", MadeOn("PyObject_CallMethod"),
                              FreedOn("Py_DECREF(lower)"), UsedOn("PyErr_Format")));
}

TEST(MessageAfterRelease, LeakyCrashesWhereFreedMemoryIsFilled)
{
    EXPECT_THAT(Plainly(leaky, "m.level('Loud')", Environment("PYTHONMALLOC=debug")),
                DiesOf(SIGSEGV));
}

TEST(MessageAfterRelease, LeakyIsCleanWhenTheLevelIsKnown)
{
    EXPECT_THAT(Check(leaky, "m.level('Warning')", Given("assert m.level('Warning') == 30")),
                IsClean());
}

TEST(MessageAfterRelease, FixedShowsTheTextAndThenReleasesIt)
{
    EXPECT_THAT(Check(fixed, "m.level('Loud')", the_message_is_right, Raises("ValueError")),
                IsClean());
}

TEST(MessageAfterRelease, FixedIsCleanWhenTheLevelIsKnown)
{
    EXPECT_THAT(Check(fixed, "m.level('Warning')", Given("assert m.level('Warning') == 30")),
                IsClean());
}

TEST(MessageAfterRelease, FixedIsCleanWhenTheNameIsNoText)
{
    EXPECT_THAT(Check(fixed, "m.level(3.5)", Raises("TypeError")), IsClean());
}
