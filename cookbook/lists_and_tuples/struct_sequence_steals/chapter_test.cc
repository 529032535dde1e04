// PyStructSequence_SetItem() steals, also what was borrowed from the caller.
#include "tools/book/chapter.h"

static const Given a_station("station = f'station {10 ** 6}'");

TEST(StructSequenceSteals, LeakyGivesAwayWhatTheCallerOwns)
{
    EXPECT_THAT(Check(leaky, "m.reading(station, 21.5)", a_station),
                OverReleases("str", PerCall(1)));
}

TEST(StructSequenceSteals, LeakyGivesAwayWhatTheStatementMade)
{
    EXPECT_THAT(Check(leaky, "m.reading(f'station {n}', 21.5)", Given("n = 10 ** 6")),
                OverReleases("str", PerCall(1)));
}

TEST(StructSequenceSteals, LeakyLeavesTheCallerAStringThatIsGone)
{
    EXPECT_THAT(Plainly(leaky, "m.reading(station, 21.5); print(station)", a_station,
                        Environment("PYTHONMALLOC=debug")),
                DiesOf(SIGSEGV));
}

TEST(StructSequenceSteals, FixedLeavesTheCallerItsReference)
{
    EXPECT_THAT(Check(fixed, "m.reading(station, 21.5)",
                      Given(a_station.source +
                            "\nassert m.reading(station, 21.5) == (station, 21.5)"
                            "\nassert m.reading(station, 21.5).celsius == 21.5")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.reading(f'station {n}', 21.5)", Given("n = 10 ** 6")),
                IsClean());
}

TEST(StructSequenceSteals, FixedIsCleanWhenAnArgumentIsWrong)
{
    EXPECT_THAT(Check(fixed, "m.reading(station, 'warm')", a_station, Raises("TypeError")),
                IsClean());
}

// The module holds the type of its records, and a record does: when the module is
// collected, the record keeps the type.
TEST(StructSequenceSteals, FixedGivesTheTypeBackWithTheModule)
{
    EXPECT_THAT(Check(fixed, "load()",
                      Given("import gc, importlib.util\n"
                            "def load():\n"
                            "    module = importlib.util.module_from_spec(m.__spec__)\n"
                            "    m.__loader__.exec_module(module)\n"
                            "    module.itself = module\n"
                            "    record = module.reading('attic', 21.5)\n"
                            "    del module\n"
                            "    gc.collect(), gc.collect()\n"
                            "    assert record.celsius == 21.5\n")),
                IsClean());
}
