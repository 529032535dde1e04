// PyStructSequence_SetItem() checks no index: a field too many is written behind the record.
#include "tools/book/chapter.h"

#if defined(Py_DEBUG) && PY_VERSION_HEX >= 0x030D0000
// A debug build has an assertion there from CPython 3.13 on.
TEST(StructSequenceOverflow, LeakyFailsAnAssertion)
{
    EXPECT_THAT(Check(leaky, "m.person('Ada, 1815, London, countess')"),
                Aborts("index < n_fields"));
}
#else
TEST(StructSequenceOverflow, LeakyWritesPastTheEndOfTheRecord)
{
    EXPECT_THAT(Check(leaky, "m.person('Ada, 1815, London, countess')"),
                GoesOutOfBounds("struct_sequence_overflow.Person", PerCall(1),
                                MadeOn("PyStructSequence_New"),
                                UsedOn("PyStructSequence_SetItem(record, i, column)")));
}

TEST(StructSequenceOverflow, LeakyDiesWhereBlocksAreFenced)
{
    EXPECT_THAT(Plainly(leaky, "m.person('Ada, 1815, London, countess')",
                        Environment("PYTHONMALLOC=debug")),
                Says("Fatal Python error: _PyMem_DebugRawFree: bad trailing pad byte"));
}
#endif

TEST(StructSequenceOverflow, LeakyIsCleanWithALineThatIsRight)
{
    EXPECT_THAT(Check(leaky, "m.person('Ada, 1815, London')"), IsClean());
}

TEST(StructSequenceOverflow, LeakyIsCleanWithALineThatIsTooShort)
{
    EXPECT_THAT(Check(leaky, "m.person('Ada, 1815')", Raises("ValueError")), IsClean());
}

TEST(StructSequenceOverflow, FixedRefusesALineThatIsTooLong)
{
    EXPECT_THAT(Check(fixed, "m.person('Ada, 1815, London, countess')",
                      Raises("ValueError")),
                IsClean());
}

TEST(StructSequenceOverflow, FixedRefusesALineThatIsTooShort)
{
    EXPECT_THAT(Check(fixed, "m.person('Ada, 1815')", Raises("ValueError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.person(1815)", Raises("TypeError")), IsClean());
}

TEST(StructSequenceOverflow, FixedKeepsNothingOfALineThatIsRight)
{
    EXPECT_THAT(Check(fixed, "m.person('Ada, 1815, London')",
                      Given("ada = m.person('Ada, 1815, London')\n"
                            "assert ada == ('Ada', '1815', 'London')\n"
                            "assert ada.born == '1815'\n")),
                IsClean());
}

// The module holds the type of its records, and a record does: when the module is
// collected, the record keeps the type.
TEST(StructSequenceOverflow, FixedGivesTheTypeBackWithTheModule)
{
    EXPECT_THAT(Check(fixed, "load()",
                      Given("import gc, importlib.util\n"
                            "def load():\n"
                            "    module = importlib.util.module_from_spec(m.__spec__)\n"
                            "    m.__loader__.exec_module(module)\n"
                            "    module.itself = module\n"
                            "    record = module.person('Ada, 1815, London')\n"
                            "    del module\n"
                            "    gc.collect(), gc.collect()\n"
                            "    assert record.city == 'London'\n")),
                IsClean());
}
