// A tuple cannot be changed, but it can be replaced: who walks over it holds it.
#include "tools/book/chapter.h"

static const Given one_that_replaces("def replace(event):\n"
                                     "    m.subscribe()\n");

TEST(TupleReplacedInLoop, LeakyWalksOverATupleThatIsGone)
{
    EXPECT_THAT(Check(leaky, "m.subscribe(replace, id); m.publish([])",
                      one_that_replaces),
                UsesAfterFree("tuple", FreedOn("Py_DECREF(before)"),
                              UsedOn("PyObject_CallOneArg(callback, event)")));
}

TEST(TupleReplacedInLoop, LeakyIsCleanAsLongAsNobodySubscribes)
{
    EXPECT_THAT(Check(leaky, "m.subscribe(id, id); m.publish([])"), IsClean());
}

// Whoever else holds the tuple keeps its items, too.
TEST(TupleReplacedInLoop, LeakyIsCleanAsLongAsTheCallerHoldsTheTuple)
{
    EXPECT_THAT(Check(leaky, "m.subscribe(*callbacks); m.publish([])",
                      Given(one_that_replaces.source + "callbacks = (replace, id)\n")),
                IsClean());
}

TEST(TupleReplacedInLoop, FixedHoldsTheTupleMeanwhile)
{
    EXPECT_THAT(Check(fixed, "m.subscribe(replace, id); m.publish([])",
                      one_that_replaces),
                IsClean());
}

// The callbacks of an event are those that were there when it came.
TEST(TupleReplacedInLoop, FixedCallsWhatWasSubscribedBefore)
{
    EXPECT_THAT(Check(fixed, "m.subscribe(replace, id); m.publish([])",
                      Given(one_that_replaces.source +
                            "seen = []\n"
                            "m.subscribe(replace, seen.append)\n"
                            "m.publish(1)\n"
                            "m.publish(2)\n"
                            "assert seen == [1]\n")),
                IsClean());
}

TEST(TupleReplacedInLoop, FixedIsCleanWhenACallbackFails)
{
    EXPECT_THAT(Check(fixed, "m.subscribe(replace, len); m.publish(1.5)", Raises("TypeError"),
                      one_that_replaces),
                IsClean());
}

TEST(TupleReplacedInLoop, FixedReleasesWhatACallbackReturns)
{
    EXPECT_THAT(Check(fixed, "m.subscribe(float); m.publish('1.5')"), IsClean());
}

// When the module goes, its callbacks go.
TEST(TupleReplacedInLoop, FixedGivesTheCallbacksBackWithTheModule)
{
    EXPECT_THAT(Check(fixed, "load()",
                      Given("import gc, importlib.util\n"
                            "def load():\n"
                            "    module = importlib.util.module_from_spec(m.__spec__)\n"
                            "    m.__loader__.exec_module(module)\n"
                            "    module.publish([])\n"
                            "    module.subscribe(lambda event: module)\n"
                            "    del module\n"
                            "    gc.collect()\n")),
                IsClean());
}
