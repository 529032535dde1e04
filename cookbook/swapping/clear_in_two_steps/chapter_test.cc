// A release can run any code: the field must be empty before it.
#include "tools/book/chapter.h"

static const Given a_tidy_one("class Tidy:\n"
                              "    def __init__(self, channel): self.channel = channel\n"
                              "    def __del__(self): self.channel.close()");

TEST(ClearInTwoSteps, LeakyReleasesTwiceWhenTheListenerClosesTheChannel)
{
#if defined(Py_DEBUG)
    EXPECT_THAT(Check(leaky, "c = m.Channel(); c.listen(Tidy(c)); c.close()", a_tidy_one),
                UsesAfterFree("", UsedOn("Py_XDECREF(self->listener)")));
    EXPECT_THAT(Plainly(leaky, "c = m.Channel(); c.listen(Tidy(c)); c.close()", a_tidy_one),
                Says("refcount is too small"));
#elif PY_VERSION_HEX < 0x030C0000
    EXPECT_THAT(Check(leaky, "c = m.Channel(); c.listen(Tidy(c)); c.close()", a_tidy_one),
                UsesAfterFree("Tidy", FreedOn("Py_XDECREF(self->listener)"),
                              UsedOn("Py_XDECREF(self->listener)")));
#else
    EXPECT_THAT(Check(leaky, "c = m.Channel(); c.listen(Tidy(c)); c.close()", a_tidy_one),
                OverReleases("Tidy", PerCall(1), FreedOn("Py_XDECREF(self->listener)"),
                             UsedOn("Py_XDECREF(self->listener)")));
#endif
}

TEST(ClearInTwoSteps, LeakyIsCleanAsLongAsTheListenerDoesNothing)
{
    EXPECT_THAT(Check(leaky, "c = m.Channel(); c.listen([1.5]); c.close()"), IsClean());
}

// The listener runs its __del__ later, when the channel has forgotten it.
TEST(ClearInTwoSteps, LeakyIsCleanWhenSomebodyElseHoldsTheListener)
{
    EXPECT_THAT(Check(leaky, "c = m.Channel(); t = Tidy(c); c.listen(t); c.close(); del t",
                      a_tidy_one),
                IsClean());
}

TEST(ClearInTwoSteps, FixedForgetsTheListenerBeforeItReleasesIt)
{
    EXPECT_THAT(Check(fixed, "c = m.Channel(); c.listen(Tidy(c)); c.close()", a_tidy_one),
                IsClean());
    EXPECT_THAT(Check(fixed, "c = m.Channel(); c.listen([1.5]); c.close(); c.close()"),
                IsClean());
}

TEST(ClearInTwoSteps, FixedPassesValuesOn)
{
    EXPECT_THAT(Check(fixed, "assert c.send(1.5) == [1.5]",
                      Given("c = m.Channel()\n"
                            "assert c.send(1.5) is None\n"
                            "c.listen(lambda value: [value])")),
                IsClean());
}

// What calls the listener holds it, too: it may close the channel meanwhile.
TEST(ClearInTwoSteps, FixedHoldsTheListenerThatItCalls)
{
    EXPECT_THAT(Check(fixed, "c = m.Channel(); c.listen(Closing(c)); c.send(1.5)",
                      Given("class Closing:\n"
                            "    def __init__(self, channel):\n"
                            "        self.channel = channel\n"
                            "    def __call__(self, value):\n"
                            "        self.channel.close()\n"
                            "        return [value, self]")),
                IsClean());
}

TEST(ClearInTwoSteps, FixedIsCleanWhenSomebodyListensAlready)
{
    EXPECT_THAT(Check(fixed, "c.listen([1.5])", Given("c = m.Channel(); c.listen([2.5])"),
                      Raises("RuntimeError")),
                IsClean());
}

TEST(ClearInTwoSteps, FixedIsCollectedWithTheListenerThatHoldsIt)
{
    EXPECT_THAT(Check(fixed, "c = m.Channel(); c.listen([c]); del c; gc.collect()",
                      Given("import gc")),
                IsClean());
}

TEST(ClearInTwoSteps, FixedIsCleanWhenTheModuleIsLoadedOnceMore)
{
    EXPECT_THAT(Check(fixed, "m.__spec__.loader.exec_module(module_from_spec(m.__spec__))",
                      Given("from importlib.util import module_from_spec")),
                IsClean());
}
