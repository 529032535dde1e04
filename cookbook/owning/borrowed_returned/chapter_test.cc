// The caller releases what we return: it must be a reference of its own.
#include "tools/book/chapter.h"

static const Given a_catalog("catalog = {'letters': bytes(range(65, 91)).decode()}");
static const Given a_message("catalog = {}\n"
                             "message = bytes(range(97, 123)).decode()");

TEST(BorrowedReturned, LeakyGivesAwayTheReferenceOfTheDict)
{
    EXPECT_THAT(Check(leaky, "m.translate(catalog, 'letters')", a_catalog),
                OverReleases("str", PerCall(1)));
}

TEST(BorrowedReturned, LeakyGivesAwayTheReferenceOfTheCaller)
{
    EXPECT_THAT(Check(leaky, "m.translate(catalog, message)", a_message),
                OverReleases("str", PerCall(1)));
}

// A single letter is immortal from 3.12 on: over-releasing it leaves no trace.
TEST(BorrowedReturned, LeakyLooksCleanWithASingleLetterFrom312On)
{
    const Given a_letter("catalog = {'yes': 'o'}");
#if PY_VERSION_HEX < 0x030C0000
    EXPECT_THAT(Check(leaky, "m.translate(catalog, 'yes')", a_letter),
                OverReleases("str", PerCall(1)));
#else
    EXPECT_THAT(Check(leaky, "m.translate(catalog, 'yes')", a_letter), IsClean());
#endif
}

TEST(BorrowedReturned, FixedReturnsAReferenceOfTheCallersOwn)
{
    EXPECT_THAT(Check(fixed, "m.translate(catalog, 'letters')",
                      Given("catalog = {'letters': bytes(range(65, 91)).decode()}\n"
                            "assert m.translate(catalog, 'letters') is catalog['letters']\n"
                            "assert m.translate(catalog, 'digits') == 'digits'")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.translate(catalog, message)", a_message), IsClean());
}

TEST(BorrowedReturned, FixedIsCleanWhenTheLookupFails)
{
    const Given a_broken_key("class Broken:\n"
                             "    def __hash__(self):\n"
                             "        return hash('digits')\n"
                             "    def __eq__(self, other):\n"
                             "        raise RuntimeError('cannot tell')\n"
                             "catalog = {Broken(): 'figures'}");
    EXPECT_THAT(Check(fixed, "m.translate(catalog, 'digits')", a_broken_key,
                      Raises("RuntimeError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.translate(None, 'digits')", Raises("TypeError")), IsClean());
}
