// PyList_SetItem() and PyTuple_SetItem() take the reference over, also when they fail.
#include "tools/book/chapter.h"

static const Given one_guest("guests = [bytes(range(65, 91))]");

TEST(StolenReference, LeakyReleasesTheItemOfTheList)
{
    EXPECT_THAT(Check(leaky, "m.list_with_host(guests, 0)", one_guest),
                OverReleases("bytes", PerCall(1), MadeOn("PyBytes_FromString"),
                             FreedOn("Py_DECREF(host)")));
}

TEST(StolenReference, LeakyReleasesTheItemOfTheTuple)
{
    EXPECT_THAT(Check(leaky, "m.tuple_with_host(guests, 0)", one_guest),
                OverReleases("bytes", PerCall(1), MadeOn("PyBytes_FromString"),
                             FreedOn("Py_DECREF(host)")));
}

TEST(StolenReference, LeakyReleasesWhatTheFailedListCallHasReleased)
{
    EXPECT_THAT(Check(leaky, "m.list_with_host(guests, 1)", one_guest, Raises("IndexError")),
                OverReleases("bytes", PerCall(1), MadeOn("PyBytes_FromString"),
                             FreedOn("PyList_SetItem"),
                             UsedOn("Py_DECREF(host)")));
}

TEST(StolenReference, LeakyReleasesWhatTheFailedTupleCallHasReleased)
{
    EXPECT_THAT(Check(leaky, "m.tuple_with_host(guests, 1)", one_guest, Raises("IndexError")),
                OverReleases("bytes", PerCall(1), MadeOn("PyBytes_FromString"),
                             FreedOn("PyTuple_SetItem"),
                             UsedOn("Py_DECREF(host)")));
}

// It is often said that exactly these two functions steal.
TEST(StolenReference, OtherFunctionsStealToo)
{
    EXPECT_THAT(Check(leaky, "m.pair_with_host(guests)", one_guest),
                OverReleases("bytes", PerCall(1), MadeOn("PyBytes_FromString"),
                             FreedOn("Py_DECREF(host)")));
    EXPECT_THAT(Check(fixed, "m.pair_with_host(guests)",
                      Given("guests = [bytes(range(65, 91))]\n"
                            "assert m.pair_with_host(guests) == (guests, b'Grace Hopper')")),
                IsClean());
}

TEST(StolenReference, FixedLeavesTheItemToTheContainer)
{
    EXPECT_THAT(Check(fixed, "m.list_with_host(guests, 0)", one_guest), IsClean());
    EXPECT_THAT(Check(fixed, "m.tuple_with_host(guests, 0)", one_guest), IsClean());
}

TEST(StolenReference, FixedLosesNothingWhenTheSeatIsMissing)
{
    EXPECT_THAT(Check(fixed, "m.list_with_host(guests, 1)", one_guest, Raises("IndexError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.tuple_with_host(guests, 1)", one_guest, Raises("IndexError")),
                IsClean());
}

// The empty tuple is one shared object, which PyTuple_SetItem() refuses to change.
TEST(StolenReference, FixedLosesNothingWhenTheTupleIsShared)
{
    EXPECT_THAT(Check(fixed, "m.tuple_with_host([], 0)", Raises("SystemError")), IsClean());
}
