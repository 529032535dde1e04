// Ledgers: each line that took or gave back a reference, and the count after
// it, of what leaks, of what is released too often, and of the same objects
// where nothing is wrong. By hardware breakpoints, and where the kernel refuses
// them.
#include <Python.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/refcheck/refcheck.h"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const char kFresh[] = "fresh = bytes(range(65, 91))";

using Report = std::unique_ptr<refcheck_report>;

Report
Check(const std::string &module, const std::string &setup,
      const std::string &statement, const refcheck_finding *follow = nullptr)
{
    const std::string path = FOLDER + module + EXT_SUFFIX;
    Report report(new refcheck_report);
    refcheck_options options = {};
    options.module = path.c_str();
    options.setup = setup.c_str();
    options.statement = statement.c_str();
    options.follow = follow;
    EXPECT_EQ(refcheck_run(&options, report.get()), 0) << report->error;
    return report;
}

// "taken +1 = 3: Py_INCREF(argument);", without a line for what Python does.
std::string
Words(const refcheck_step &step)
{
    static const char *const words[] = {
        "before", "made", "taken", "given", "freed", "used", "after",
    };
    std::string text = words[step.what];
    if (step.change != 0) {
        text += (step.change > 0 ? " +" : " ") + std::to_string(step.change);
    }
    text += " = " + std::to_string(step.count);
    const std::string source = step.place.source;
    const size_t start = source.find_first_not_of(' ');
    if (step.place.offset != 0) {
        text += ": " + (start == std::string::npos ? "?" : source.substr(start));
    }
    return text;
}

using Lines = std::vector<std::string>;

Lines
Ledger(const Report &report, int finding = 0)
{
    const refcheck_finding &f = report->finding[finding];
    Lines lines;
    for (int i = 0; finding < report->found && i < f.steps; i++) {
        lines.push_back(Words(report->step[f.first_step + i]));
    }
    return lines;
}

Lines
Followed(const Report &report)
{
    Lines lines;
    for (int i = 0; i < report->followed; i++) {
        lines.push_back(Words(report->step[report->first_followed + i]));
    }
    return lines;
}

// The ledger of the first finding's object in the variant without the bug.
Lines
InCleanTwin(const std::string &module, const std::string &setup,
            const std::string &statement, const Report &leaky)
{
    const Report clean = Check("corpus/clean/" + module, setup, statement,
                             &leaky->finding[0]);
    EXPECT_EQ(clean->found, 0);
    return Followed(clean);
}

// --- Both ways of watching ----------------------------------------------------

class LedgerTest : public testing::TestWithParam<const char *> {
  protected:
    void SetUp() override { setenv("REFCHECK_WATCH", GetParam(), 1); }
    void TearDown() override { unsetenv("REFCHECK_WATCH"); }
};

INSTANTIATE_TEST_SUITE_P(
    , LedgerTest, testing::Values("breakpoint", "page"),
    [](const testing::TestParamInfo<const char *> &info) {
        return std::string(info.param);
    });

TEST_P(LedgerTest, OfALeakedArgumentShowsTheTakeWithoutAGive)
{
    const Report leaky = Check("corpus/leaky/leaked_argument", kFresh, "m.run(fresh)");
    EXPECT_THAT(Ledger(leaky),
                ElementsAre("before = 1", "taken +1 = 2",
                            "taken +1 = 3: Py_INCREF(argument);",
                            "given -1 = 2", "after = 2"));
    EXPECT_STREQ(leaky->finding[0].used.source, "    Py_INCREF(argument);");
    EXPECT_STREQ(leaky->note, "");
    EXPECT_THAT(InCleanTwin("leaked_argument", kFresh, "m.run(fresh)", leaky),
                ElementsAre("before = 1", "taken +1 = 2",
                            "taken +1 = 3: Py_INCREF(argument);",
                            "given -1 = 2: Py_DECREF(argument);",
                            "given -1 = 1", "after = 1"));
}

TEST_P(LedgerTest, OfAnOverReleasedArgumentEndsWithItsLastReference)
{
    const Report leaky = Check("corpus/leaky/released_argument", kFresh, "m.run(fresh)");
    EXPECT_THAT(Ledger(leaky),
                ElementsAre("before = 1", "taken +1 = 2",
                            "given -1 = 1: Py_DECREF(argument);",
                            "freed -1 = 0"));
    EXPECT_STREQ(leaky->finding[0].used.source, "    Py_DECREF(argument);");
    // What Python takes and gives back there, without a line of the module
    // between, is nothing.
    EXPECT_THAT(InCleanTwin("released_argument", kFresh, "m.run(fresh)", leaky),
                ElementsAre("before = 1", "after = 1"));
}

#if PY_VERSION_HEX < 0x030C0000
// What a call does to None once, as it fills the cache of attribute look-ups, is
// not shown.
TEST_P(LedgerTest, OfNoneHasNothingThatOnlyOneCallDoes)
{
    const char module[] = "none_returned_without_a_count";
    const Report leaky = Check(std::string("corpus/leaky/") + module, "", "m.run(0)");
    const refcheck_step *before = &leaky->step[leaky->finding[0].first_step];
    const refcheck_step *after = before + leaky->finding[0].steps - 1;
    ASSERT_GT(after, before);
    EXPECT_EQ(after->count, before->count - 1);

    const Report clean = Check(std::string("corpus/clean/") + module, "", "m.run(0)",
                               &leaky->finding[0]);
    before = &clean->step[clean->first_followed];
    after = before + clean->followed - 1;
    ASSERT_GT(after, before);
    EXPECT_EQ(after->count, before->count);
}
#endif

TEST_P(LedgerTest, OfALeakedListBeginsWhereItIsMade)
{
    const Report leaky = Check("corpus/leaky/leaked_list", kFresh, "m.run(fresh)");
    EXPECT_THAT(Ledger(leaky),
                ElementsAre("made +1 = 1: PyObject *list = PyList_New(0);",
                            "after = 1"));
    EXPECT_EQ(leaky->finding[0].nth, 1);
    EXPECT_THAT(Ledger(leaky, 1), IsEmpty());   // kept by the list
    EXPECT_THAT(InCleanTwin("leaked_list", kFresh, "m.run(fresh)", leaky),
                ElementsAre("made +1 = 1: PyObject *list = PyList_New(0);",
                            "freed -1 = 0: Py_DECREF(list);"));
}

TEST_P(LedgerTest, OfAReleaseTooManyEndsWithIt)
{
    const Report leaky = Check("corpus/leaky/released_twice", "", "m.run(0)");
    EXPECT_THAT(Ledger(leaky),
                ElementsAre(StartsWith("made +1 = 1: PyObject *name ="),
                            "freed -1 = 0: Py_DECREF(name);",
                            "used -1 = 0: Py_DECREF(name);"));
    EXPECT_THAT(InCleanTwin("released_twice", "", "m.run(0)", leaky),
                ElementsAre(StartsWith("made +1 = 1: PyObject *name ="),
                            "freed -1 = 0: Py_DECREF(name);"));
}

// A read changes no count: the line comes from behind the fence.
TEST_P(LedgerTest, OfAReadOfFreedMemoryEndsWithTheRead)
{
    const Report leaky = Check("corpus/leaky/read_after_release", "", "m.run(0)");
    EXPECT_THAT(Ledger(leaky),
                ElementsAre(StartsWith("made +1 = 1: PyObject *name ="),
                            "freed -1 = 0: Py_DECREF(name);",
                            "used = 0: long letter = text[7];"));
}

// No call comes to its end there.
// The tuple is alive when something is written past its end.
TEST_P(LedgerTest, OfAWritePastTheEndHasNoUseAfterTheEnd)
{
    const Report leaky = Check("corpus/leaky/stored_past_the_end", "", "m.run(0)");
    EXPECT_THAT(Ledger(leaky), ElementsAre(StartsWith("made +1 = 1: PyObject *tuple ="),
                                           "freed -1 = 0: Py_DECREF(tuple);"));
    EXPECT_EQ(leaky->finding[1].past_end, 1);
}

TEST_P(LedgerTest, OfACallThatDiesEndsWhereItDies)
{
    const Report leaky = Check("corpus/leaky/used_after_removal", kFresh, "m.run(fresh)");
    EXPECT_EQ(leaky->verdict, REFCHECK_USE_AFTER_FREE);
    EXPECT_THAT(Ledger(leaky),
                ElementsAre(HasSubstr("made +1 = 1: PyObject *list = Py_Build"),
                            HasSubstr("freed -1 = 0: int failed = PyList_Set"),
                            HasSubstr("used = 0: Py_hash_t hash =")));
}

TEST_P(LedgerTest, OfABufferShowsItsExport)
{
    const Report leaky = Check("corpus/leaky/kept_buffer", "", "m.run(0)");
    EXPECT_EQ(leaky->verdict, REFCHECK_BUFFER_EXPORTED);
    EXPECT_THAT(Ledger(leaky),
                ElementsAre(StartsWith("made +1 = 1: PyObject *name ="),
                            StartsWith("taken +1 = 2: if (PyObject_GetBuffer("),
                            "given -1 = 1: Py_DECREF(name);", "after = 1"));
    char sentence[1000];
    refcheck_describe(&leaky->finding[0], sentence, sizeof(sentence));
    EXPECT_THAT(sentence,
                StartsWith("leaves a buffer of a bytes object exported, taken "
                           "at kept_buffer.c:14 by PyObject_GetBuffer, made at "
                           "kept_buffer.c:9 by PyBytes_FromString"));
    EXPECT_THAT(InCleanTwin("kept_buffer", "", "m.run(0)", leaky),
                ElementsAre(StartsWith("made +1 = 1: PyObject *name ="),
                            StartsWith("taken +1 = 2: if (PyObject_GetBuffer("),
                            "given -1 = 1: PyBuffer_Release(&view);",
                            "freed -1 = 0: Py_DECREF(name);"));
}

// What CPython takes within a call is the line's that calls; the list's own
// reference is given back when Python lets go of the list.
TEST_P(LedgerTest, OfAnItemShowsWhatTheListTakes)
{
    const Report leaky = Check("corpus/leaky/list_item_kept", "", "m.run(0)");
    EXPECT_THAT(Ledger(leaky),
                ElementsAre(StartsWith("made +1 = 1: return PyList_Append("),
                            StartsWith("taken +1 = 2: return PyList_Append("),
                            "given -1 = 1", "after = 1"));
    EXPECT_THAT(InCleanTwin("list_item_kept", "", "m.run(0)", leaky),
                ElementsAre(StartsWith("made +1 = 1: PyObject *item ="),
                            StartsWith("taken +1 = 2: int failed ="),
                            "given -1 = 1: Py_XDECREF(item);", "freed -1 = 0"));
}

TEST_P(LedgerTest, OfALoopIsShort)
{
    const std::string loop = "for _ in range(50): m.run(fresh)";
    const Report leaky = Check("corpus/leaky/leaked_argument", kFresh, loop);
    EXPECT_THAT(Ledger(leaky),
                ElementsAre("before = 1", "taken +1 = 2",
                            "taken +50 = 52: Py_INCREF(argument);",
                            "given -1 = 51", "after = 51"));
    EXPECT_THAT(InCleanTwin("leaked_argument", kFresh, loop, leaky),
                ElementsAre("before = 1", "taken +1 = 2",
                            "taken +1 = 3: Py_INCREF(argument);",
                            "given -1 = 2: Py_DECREF(argument);",
                            "given -1 = 1", "after = 1"));
}

TEST_P(LedgerTest, HasNoneOfTheOtherObjects)
{
    const Report leaky = Check("corpus/leaky/leaked_argument",
                             "one = bytes(range(65, 91)); two = {'a': 1}",
                             "m.run(one); m.run(two); m.run(two)");
    ASSERT_EQ(leaky->found, 2);
    for (int i = 0; i < 2; i++) {
        const bool is_dict = leaky->finding[i].type == std::string("dict");
        EXPECT_THAT(Ledger(leaky, i),
                    is_dict ? ElementsAre("before = 1", "taken +1 = 2",
                                          "taken +2 = 4: Py_INCREF(argument);",
                                          "given -1 = 3", "after = 3")
                            : ElementsAre("before = 1", "taken +1 = 2",
                                          "taken +1 = 3: Py_INCREF(argument);",
                                          "given -1 = 2", "after = 2"));
    }
}

// --- What is hard to come by --------------------------------------------------

TEST_P(LedgerTest, OfALeakInEveryOtherCall)
{
    const Report report = Check("ledger/steps", "", "m.now_and_then(0)");
    EXPECT_THAT(Ledger(report),
                ElementsAre("made +1 = 1: PyObject *list = PyList_New(0);",
                            "after = 1"));
}

TEST_P(LedgerTest, OfAnObjectThatMovedBeginsWhereItStays)
{
    const Report report = Check("ledger/steps", "", "m.moved(0)");
    EXPECT_THAT(Ledger(report),
                ElementsAre("made +1 = 1: _PyBytes_Resize(&letters, 50);",
                            "taken +1 = 2: Py_INCREF(letters);",
                            "given -1 = 1", "after = 1"));
}

TEST_P(LedgerTest, SeesOtherThreads)
{
    const Report report = Check("ledger/steps", kFresh, "m.in_a_thread(fresh)");
    EXPECT_THAT(Ledger(report),
                ElementsAre("before = 1", "taken +1 = 2",
                            "taken +1 = 3: Py_INCREF((PyObject *)argument);",
                            "given -1 = 2", "after = 2"));
}

TEST_P(LedgerTest, BreaksOffWhereItWouldTakeTooLong)
{
    const Report report = Check("ledger/steps", kFresh, "m.too_often(fresh)");
    const Lines ledger = Ledger(report);
    ASSERT_FALSE(ledger.empty());
    EXPECT_LE(ledger.size(), 40u);
    EXPECT_EQ(ledger.back(), "after = 2");
    EXPECT_STREQ(report->note, "a ledger was too long to be shown whole");
    // The take without a partner is not among what was seen.
    EXPECT_EQ(report->finding[0].used.offset, 0u);
}

TEST_P(LedgerTest, IsInNoWayOfTheKernel)
{
    // Holes beside the object are what new buffers would be put into: four a
    // call, the last in the sixteenth.
    const Report report = Check("ledger/steps",
                                "holes = [bytes(300) for _ in range(64)]\n"
                                "fresh = bytes(300)\n"
                                "del holes",
                                "m.beside_a_read(fresh)");
    EXPECT_THAT(Ledger(report),
                ElementsAre("before = 1", "taken +1 = 2",
                            "taken +1 = 3: Py_INCREF(argument);",
                            "given -1 = 2", "after = 2"));
    const Report bytes = Check("ledger/steps", "",
                              "m.beside_a_read(bytes(300))");
    EXPECT_THAT(Ledger(bytes),
                ElementsAre("made +1 = 1",
                            "taken +1 = 2: Py_INCREF(argument);",
                            "given -1 = 1", "after = 1"));
}

TEST_P(LedgerTest, OfAFormatThatExports)
{
    const Report report = Check("ledger/steps", "name = 'Ada Grace %d' % 5",
                                "m.text_exported(name)");
    EXPECT_EQ(report->verdict, REFCHECK_BUFFER_EXPORTED);
    EXPECT_EQ(report->finding[0].used.api, std::string("PyArg_ParseTuple"));
    EXPECT_THAT(Ledger(report),
                testing::Contains(HasSubstr("PyArg_ParseTuple(arguments")));
}

TEST_P(LedgerTest, TellsObjectsOfOneKindApart)
{
    const Report report = Check("ledger/steps", "", "m.two_of_three(0)");
    ASSERT_EQ(report->found, 2);
    for (int i = 0; i < 2; i++) {
        EXPECT_EQ(report->finding[i].nth, i + 2);
        EXPECT_THAT(Ledger(report, i),
                    ElementsAre(HasSubstr(i == 0 ? "second =" : "third ="),
                                "after = 1"));
    }
}

TEST_P(LedgerTest, DoesNotBlameTheReferenceThatIsReturned)
{
    const Report report = Check("ledger/steps", kFresh, "m.returned(fresh)");
    EXPECT_THAT(report->finding[0].used.source, HasSubstr("the mistake"));
}

// --- Where the kernel refuses -------------------------------------------------

// As the runtimes of containers do. It cannot be taken back.
void
RefuseBreakpoints()
{
    sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_perf_event_open, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program = {4, filter};
    ASSERT_EQ(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    ASSERT_EQ(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

TEST(LedgerRefusedDeathTest, IsTheSame)
{
    const Lines ledger = Ledger(Check("corpus/leaky/kept_buffer", "", "m.run(0)"));
    EXPECT_EQ(ledger.size(), 4u);
    EXPECT_EXIT(
        {
            RefuseBreakpoints();
            const Report report = Check("corpus/leaky/kept_buffer", "", "m.run(0)");
            std::exit(Ledger(report) == ledger && report->note[0] == '\0' ? 0
                                                                          : 1);
        },
        testing::ExitedWithCode(0), "");
}

TEST(LedgerRefusedTest, SaysSoAndKeepsTheVerdict)
{
    setenv("REFCHECK_WATCH", "none", 1);
    const Report leaky = Check("corpus/leaky/leaked_argument", kFresh, "m.run(fresh)");
    unsetenv("REFCHECK_WATCH");
    EXPECT_EQ(leaky->verdict, REFCHECK_LEAK);
    EXPECT_EQ(leaky->finding[0].per_call, 1);
    EXPECT_THAT(Ledger(leaky), IsEmpty());
    EXPECT_STREQ(leaky->note, "no ledger: REFCHECK_WATCH says so");
}

}  // namespace
