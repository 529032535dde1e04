// A variable that owns a reference must give it back before it gets the next one.
#include "tools/book/chapter.h"

static const Given a_window("class Widget:\n"
                            "    def __init__(self, master):\n"
                            "        self.master = master\n"
                            "frame = Widget(Widget(None))");

TEST(OverwrittenInLoop, LeakyLosesTheWidgetWhenItsMasterTakesThePlace)
{
    EXPECT_THAT(Check(leaky, "m.toplevel(frame)", a_window),
                Leaks("Widget", PerCall(1), TakenOn("Py_INCREF(widget)")));
}

TEST(OverwrittenInLoop, LeakyLosesTheWholeChainWhereNobodyElseHoldsIt)
{
    // Without a dict in between, so that each holds the next one on any version.
    const Given a_class("class Widget:\n"
                        "    __slots__ = 'master'\n"
                        "    def __init__(self, master):\n"
                        "        self.master = master");
    EXPECT_THAT(Check(leaky, "m.toplevel(Widget(Widget(None)))", a_class),
                Leaks("Widget", PerCall(2)));
}

TEST(OverwrittenInLoop, LeakyIsCleanAsLongAsNothingIsOverwritten)
{
    EXPECT_THAT(Check(leaky, "m.toplevel(frame.master)", a_window), IsClean());
}

TEST(OverwrittenInLoop, FixedReleasesEachWidgetItLeaves)
{
    EXPECT_THAT(Check(fixed, "m.toplevel(frame)", a_window), IsClean());
    EXPECT_THAT(Check(fixed, "m.toplevel(Widget(frame))",
                      Given("class Widget:\n"
                            "    def __init__(self, master):\n"
                            "        self.master = master\n"
                            "window = Widget(None)\n"
                            "frame = Widget(window)\n"
                            "assert m.toplevel(Widget(frame)) is window\n"
                            "assert m.toplevel(window) is window")),
                IsClean());
}

TEST(OverwrittenInLoop, FixedReleasesTheLastOneWhenItHasNoMaster)
{
    EXPECT_THAT(Check(fixed, "m.toplevel(Widget([1.5]))", a_window, Raises("AttributeError")),
                IsClean());
}
