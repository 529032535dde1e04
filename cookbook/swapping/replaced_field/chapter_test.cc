// The field must show the new value before the old one is released.
#include "tools/book/chapter.h"

static const Given a_rule("class Rule:\n"
                          "    def __init__(self, firewall): self.firewall = firewall\n"
                          "    def __del__(self): len(self.firewall.rules)");

TEST(ReplacedField, LeakyShowsTheDyingListToTheRuleInIt)
{
    EXPECT_THAT(Check(leaky, "f = m.Firewall(); f.rules = [Rule(f)]; f.rules = []", a_rule),
                UsesAfterFree("list", FreedOn("Py_DECREF(self->rules)")));
}

TEST(ReplacedField, LeakyIsCleanAsLongAsNobodyLooks)
{
    EXPECT_THAT(Check(leaky, "f = m.Firewall(); f.rules = [1.5]; f.rules = []"), IsClean());
}

TEST(ReplacedField, FixedShowsTheNewListToTheRuleInTheOldOne)
{
    EXPECT_THAT(Check(fixed, "f = m.Firewall(); f.rules = [Rule(f)]; f.rules = []", a_rule),
                IsClean());
    EXPECT_THAT(Check(fixed, "f = m.Firewall(); f.rules = [1.5]; f.rules = []",
                      Given("f = m.Firewall()\n"
                            "assert f.rules == []\n"
                            "f.rules = rules = [1.5]\n"
                            "assert f.rules is rules")),
                IsClean());
}

TEST(ReplacedField, FixedIsCleanWhenTheRulesAreNoList)
{
    EXPECT_THAT(Check(fixed, "f.rules = 10**20", Given("f = m.Firewall()"),
                      Raises("TypeError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "del f.rules", Given("f = m.Firewall()"), Raises("TypeError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.Firewall(10**20)", Raises("TypeError")), IsClean());
}

TEST(ReplacedField, FixedIsCollectedWithAListThatHoldsIt)
{
    EXPECT_THAT(Check(fixed, "f = m.Firewall(); f.rules = [f]; del f; gc.collect()",
                      Given("import gc")),
                IsClean());
}

TEST(ReplacedField, FixedIsCleanWhenTheModuleIsLoadedOnceMore)
{
    EXPECT_THAT(Check(fixed, "m.__spec__.loader.exec_module(module_from_spec(m.__spec__))",
                      Given("from importlib.util import module_from_spec")),
                IsClean());
}
