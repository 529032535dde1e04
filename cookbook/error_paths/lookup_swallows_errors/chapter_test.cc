// PyDict_GetItem() says "no such key" where the lookup itself has failed.
#include "tools/book/chapter.h"

// A key whose comparison fails: the dict has it, and cannot find that out.
static const std::string typo =
    "class Typo(str):\n"
    "    __hash__ = str.__hash__\n"
    "    def __eq__(self, other): raise ArithmeticError\n"
    "rates = {'FR': 5.5}\n";

TEST(LookupSwallowsErrors, LeakyAnswersForAKeyThatCannotBeLookedUp)
{
    EXPECT_THAT(Check(leaky, "m.vat(rates, ['FR'])",
                      Given("rates = {'FR': 5.5}\n"
                            "assert m.vat(rates, ['FR']) == 20.0")),
                IsClean());
}

TEST(LookupSwallowsErrors, LeakyMissesAKeyThatIsThere)
{
    EXPECT_THAT(Check(leaky, "m.vat(rates, Typo('FR'))",
                      Given(typo + "assert m.vat(rates, Typo('FR')) == 20.0")),
                IsClean());
}

#if PY_VERSION_HEX >= 0x030D0000
TEST(LookupSwallowsErrors, LeakyIsToldOf)
{
    EXPECT_THAT(Plainly(leaky, "m.vat({}, ['FR'])"),
                Says("Exception ignored in PyDict_GetItem(); consider using "
                     "PyDict_GetItemRef() or PyDict_GetItemWithError()"));
}
#endif

TEST(LookupSwallowsErrors, LeakyIsRightForAllOtherKeys)
{
    EXPECT_THAT(Check(leaky, "m.vat(rates, 'FR'), m.vat(rates, 'DE')",
                      Given("rates = {'FR': 5.5}\n"
                            "assert m.vat(rates, 'FR') == 5.5\n"
                            "assert m.vat(rates, 'DE') == 20.0")),
                IsClean());
}

TEST(LookupSwallowsErrors, FixedIsCleanForAKeyThatIsThere)
{
    EXPECT_THAT(Check(fixed, "m.vat(rates, 'FR')",
                      Given("rates = {'FR': 5.5}\n"
                            "assert m.vat(rates, 'FR') == 5.5")),
                IsClean());
}

TEST(LookupSwallowsErrors, FixedIsCleanForAKeyThatIsMissing)
{
    EXPECT_THAT(Check(fixed, "m.vat(rates, 'DE')",
                      Given("rates = {'FR': 5.5}\n"
                            "assert m.vat(rates, 'DE') == 20.0")),
                IsClean());
}

TEST(LookupSwallowsErrors, FixedRaisesForAKeyThatCannotBeLookedUp)
{
    EXPECT_THAT(Check(fixed, "m.vat(rates, ['FR'])", Given("rates = {'FR': 5.5}"),
                      Raises("TypeError")),
                IsClean());
}

TEST(LookupSwallowsErrors, FixedRaisesWhenTheComparisonFails)
{
    EXPECT_THAT(Check(fixed, "m.vat(rates, Typo('FR'))", Given(typo),
                      Raises("ArithmeticError")),
                IsClean());
}
