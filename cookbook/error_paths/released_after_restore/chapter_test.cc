// PyErr_SetRaisedException() and PyErr_Restore() take the references over.
#include "tools/book/chapter.h"

static const Given failing_work(
    "class Connection:\n"
    "    def rollback(self): pass\n"
    "def work(connection): raise ValueError(f'{1.5} is no amount')\n"
    "connection = Connection()\n");

TEST(ReleasedAfterRestore, LeakyReleasesTheExceptionThatIsRaised)
{
    EXPECT_THAT(Check(leaky, "m.or_roll_back(connection, work)", failing_work),
                UsesAfterFree("ValueError", MadeOn("PyObject_CallOneArg(work"),
                              FreedOn("Py_DECREF(exception)")));
}

TEST(ReleasedAfterRestore, LeakyCrashesWhoeverLooksAtTheException)
{
    EXPECT_THAT(Plainly(leaky, "m.or_roll_back(connection, work)", failing_work,
                        Environment("PYTHONMALLOC=debug")),
                DiesOf(SIGSEGV));
}

TEST(ReleasedAfterRestore, LeakyIsCleanAsLongAsTheWorkSucceeds)
{
    EXPECT_THAT(Check(leaky, "m.or_roll_back([1.5], list.copy)"), IsClean());
}

TEST(ReleasedAfterRestore, FixedIsCleanWhenTheWorkSucceeds)
{
    EXPECT_THAT(Check(fixed, "m.or_roll_back([1.5], list.copy)",
                      Given("assert m.or_roll_back([1.5], list.copy) == [1.5]")),
                IsClean());
}

TEST(ReleasedAfterRestore, FixedRaisesTheExceptionOfTheWork)
{
    EXPECT_THAT(Check(fixed, "m.or_roll_back(connection, work)",
                      Given(failing_work.source +
                            "calls = set()\n"
                            "Connection.rollback = lambda self: calls.add('rollback')\n"
                            "try: m.or_roll_back(connection, work)\n"
                            "except ValueError as error:\n"
                            "    assert str(error) == '1.5 is no amount'\n"
                            "    frame = error.__traceback__.tb_next.tb_frame\n"
                            "    assert frame.f_code is work.__code__\n"
                            "assert calls == {'rollback'}\n"
                            "del frame"),
                      Raises("ValueError")),
                IsClean());
}

TEST(ReleasedAfterRestore, FixedIsCleanWithoutATraceback)
{
    EXPECT_THAT(Check(fixed, "m.or_roll_back(connection, int)", failing_work,
                      Raises("TypeError")),
                IsClean());
}

// A class in Python is mortal on every version: its count tells of the type.
TEST(ReleasedAfterRestore, FixedIsCleanWithAnExceptionClassOfPython)
{
    EXPECT_THAT(Check(fixed, "m.or_roll_back(connection, work)",
                      Given(failing_work.source +
                            "class Refused(Exception): pass\n"
                            "def work(connection): raise Refused"),
                      Raises("Refused")),
                IsClean());
}

TEST(ReleasedAfterRestore, FixedRaisesTheSameWhenTheRollbackFailsToo)
{
    EXPECT_THAT(Check(fixed, "m.or_roll_back({}, work)",
                      Given(failing_work.source +
                            "import sys\n"
                            "reported = set()\n"
                            "sys.unraisablehook = lambda args: reported.add(args.exc_type)\n"
                            "try: m.or_roll_back({}, work)\n"
                            "except ValueError: pass\n"
                            "assert reported == {AttributeError}"),
                      Raises("ValueError")),
                IsClean());
}
