// Statements, setups and modules that do what no check can go on after, or that do
// it to their surroundings: one clear line or the verdict, and nothing is left
// running.  The bugs are made with ctypes, so that no module is needed.
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/refcheck/refcheck.h"

namespace {

using testing::HasSubstr;
using testing::StartsWith;

// What the report says, in one line.
std::string
Said(const refcheck_report &report)
{
    std::string said = refcheck_verdict_name(report.verdict);
    if (report.verdict == REFCHECK_UNMEASURABLE) {
        said += std::string(": ") + report.error;
    }
    if (report.found > 0) {
        char sentence[400];
        refcheck_describe(&report.finding[0], sentence, sizeof(sentence));
        said += std::string(": ") + sentence;
    }
    if (report.raised[0] != '\0') {
        said += std::string("; raised ") + report.raised;
    }
    return said;
}

std::string
Checked(const std::string &setup, const std::string &statement, double timeout = 0,
    const std::string &module = "")
{
    auto report = std::make_unique<refcheck_report>();
    refcheck_options options = {};
    options.setup = setup.c_str();
    options.statement = statement.c_str();
    options.module = module.empty() ? nullptr : module.c_str();
    options.timeout = timeout;
    refcheck_run(&options, report.get());
    return Said(*report);
}

// Orphans come to this process, so that it sees whom nobody has ended.
class HardTest : public testing::Test {
  protected:
    void SetUp() override { prctl(PR_SET_CHILD_SUBREAPER, 1); }

    void TearDown() override
    {
        EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1)
            << "something is left running";
        EXPECT_EQ(errno, ECHILD);
    }
};

struct Row {
    std::string name, setup, statement, said;
    double timeout = 0;
};

void
PrintTo(const Row &row, std::ostream *out)
{
    *out << row.setup << " / " << row.statement;
}

class Hard : public HardTest, public testing::WithParamInterface<Row> {};

TEST_P(Hard, IsToldInOneLine)
{
    const Row &row = GetParam();
    const std::string said = Checked(row.setup, row.statement, row.timeout);
    EXPECT_THAT(said, StartsWith(row.said));
    EXPECT_EQ(said.find('\n'), std::string::npos) << said;
}

std::string
NameOf(const testing::TestParamInfo<Row> &info)
{
    return info.param.name;
}

// --- Python that does not run ------------------------------------------------

const char kOdd[] =
    "class Odd(Exception):\n"
    "    def __str__(self): raise KeyError";

const std::vector<Row> kPython = {
    {"Syntax", "", "1 +",
     "unmeasurable: compiling the statement raised SyntaxError: invalid syntax"},
    {"SyntaxOfTheSetup", "1 +", "pass", "unmeasurable: setup raised SyntaxError"},
    {"AbsentModule", "import absent", "pass",
     "unmeasurable: setup raised ModuleNotFoundError: No module named 'absent'"},
    {"SeveralLines", "raise ValueError('one\\ntwo')", "pass",
     "unmeasurable: setup raised ValueError: one two"},
    {"NoWords", kOdd, "raise Odd", "clean; raised Odd"},
    {"NoWordsInTheSetup", std::string(kOdd) + "\nraise Odd", "pass",
     "unmeasurable: setup raised Odd"},
    {"WordsThatAreNoText", "", "raise ValueError('\\udc80')",
     "clean; raised ValueError"},
    {"Recursion", "def f(): f()", "f()", "clean; raised RecursionError"},
    {"AllMemory", "", "bytes(10**11)", "clean; raised MemoryError"},
    {"StandardInput", "", "input()", "clean; raised EOFError"},
};

INSTANTIATE_TEST_SUITE_P(Python, Hard, testing::ValuesIn(kPython), NameOf);

// --- No end, or too early an end ---------------------------------------------

const char kDeaf[] =
    "import signal, time\n"
    "for n in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:\n"
    "    if n < 32: signal.signal(n, signal.SIG_IGN)\n"
    "signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())";

const std::vector<Row> kEnds = {
    {"Loop", "", "while True: pass",
     "unmeasurable: the statement did not come to its end within 0.5 s", 0.5},
    {"DeafSleep", kDeaf, "time.sleep(1000)",
     "unmeasurable: the statement did not come to its end within 0.5 s", 0.5},
    {"Stop", "import os, signal", "os.kill(os.getpid(), signal.SIGSTOP)",
     "unmeasurable: the statement did not come to its end within 0.5 s", 0.5},
    {"StopOfTheParent", "import os, signal", "os.kill(os.getppid(), signal.SIGSTOP)",
     "unmeasurable: the statement did not come to its end within 0.5 s", 0.5},
    {"SetupLoop", "while True: pass", "pass",
     "unmeasurable: the setup did not come to its end within 0.5 s", 0.5},
    {"SystemExit", "import sys", "sys.exit(3)", "clean; raised SystemExit: 3"},
    {"SystemExitOfTheSetup", "import sys; sys.exit(3)", "pass",
     "unmeasurable: setup raised SystemExit: 3"},
    {"Exit", "import os", "os._exit(3)",
     "unmeasurable: the child ended by itself, with exit status 3, during "
     "warm-up"},
    {"ExitOfC", "import ctypes", "ctypes.CDLL(None).exit(3)",
     "unmeasurable: the child ended by itself, with exit status 3, during "
     "warm-up"},
    {"ExitOfTheSetup", "import os; os._exit(3)", "pass",
     "unmeasurable: the process ended by itself, with exit status 3, during "
     "setup"},
    {"Kill", "import os", "os.kill(os.getpid(), 9)",
     "unmeasurable: the child was killed by SIGKILL during warm-up"},
    {"Terminate", "import os", "os.kill(os.getpid(), 15)",
     "unmeasurable: the child was killed by SIGTERM during warm-up"},
    {"KillOfTheGroup", "import os", "os.kill(0, 9)",
     "unmeasurable: the child was killed by SIGKILL during warm-up"},
    {"KillOfTheGroupInTheSetup", "import os; os.kill(0, 9)", "pass",
     "unmeasurable: the process was killed by SIGKILL during setup"},
    {"KillOfTheParent", "import os", "os.kill(os.getppid(), 9)",
     "unmeasurable: the statement ended the process that checks it"},
};

INSTANTIATE_TEST_SUITE_P(Ends, Hard, testing::ValuesIn(kEnds), NameOf);

// --- Other processes and threads ---------------------------------------------

const char kDaemon[] =
    "import os, time\n"
    "def daemon():\n"
    "    if os.fork() == 0:\n"
    "        os.setsid()\n"
    "        if os.fork() == 0: time.sleep(1000)\n"
    "        os._exit(0)";

const char kHydra[] =
    "import os, time\n"
    "def hydra():\n"
    "    if os.fork() == 0:\n"
    "        os.setsid()\n"
    "        while True:\n"
    "            time.sleep(.001)\n"
    "            if os.fork(): os._exit(0)\n"
    "done = False\n"
    "def once():\n"
    "    global done\n"
    "    if not done: hydra()\n"
    "    done = True";

const std::vector<Row> kProcesses = {
    {"Fork", "import os", "os.fork()", "clean"},
    {"ForkOfTheSetup", "import os; os.fork()", "pass", "clean"},
    {"ForkThatRaises", "import os", "if os.fork() == 0: raise KeyError", "clean"},
    {"ForkOfTheSetupThatRaises", "import os\nif os.fork() == 0: raise KeyError",
     "pass", "clean"},
    {"ForkThatCrashes", "import ctypes, os",
     "if os.fork() == 0: ctypes.string_at(0)", "clean"},
    {"Daemon", kDaemon, "daemon()", "clean"},
    {"DaemonOfTheSetup", std::string(kDaemon) + "\ndaemon()", "pass", "clean"},
    {"Hydra", kHydra, "once()", "clean"},
    {"ProgramThatGoesOn", "import subprocess\nkept = None",
     "kept = kept or subprocess.Popen(['sleep', '1000'])", "clean"},
    {"Threads",
     "import _thread\nlock = _thread.allocate_lock()\nlock.acquire()",
     "for i in range(50): _thread.start_new_thread(lock.acquire, ())",
     "leak: leaks 50 threads a call (running)"},
    {"ThreadsOfTheSetup",
     "import threading, time\n"
     "def work():\n"
     "    while True: [1.5] * 100; time.sleep(.0001)\n"
     "for i in range(9): threading.Thread(target=work, daemon=True).start()",
     "pass", "clean"},
    {"IgnoredChildren",
     "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)", "pass",
     "clean"},
    {"IgnoredChildrenOfWhichOneIsKilled",
     "import os, signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)",
     "os.kill(os.getpid(), 9)",
     "unmeasurable: the child was killed by SIGKILL during warm-up"},
    {"Timer",
     "import signal\n"
     "signal.signal(signal.SIGALRM, lambda *args: None)\n"
     "signal.setitimer(signal.ITIMER_REAL, .001, .001)",
     "list(range(1000))", "clean"},
};

INSTANTIATE_TEST_SUITE_P(Processes, Hard, testing::ValuesIn(kProcesses), NameOf);

// --- What is taken away ------------------------------------------------------

const std::vector<Row> kSurroundings = {
    {"ClosedDescriptors", "import os", "os.closerange(0, 1000)", "clean"},
    {"DescriptorsThatTheSetupCloses", "import os; os.closerange(0, 1000)", "pass",
     "unmeasurable: the setup closed the descriptors of the process that runs "
     "it"},
    {"MemoryLimit",
     "import resource\n"
     "size = int(open('/proc/self/statm').read().split()[0]) * 4096\n"
     "resource.setrlimit(resource.RLIMIT_AS, (size + (16 << 20),) * 2)",
     "list(range(1000))", "clean"},
    {"Output", "", "print('x' * (5 << 20))", "clean"},
    {"OutputOfTheSetup", "print('x' * (100 << 20))", "pass", "clean"},
    {"Folder", "import os", "os.chdir('/')", "clean"},
};

INSTANTIATE_TEST_SUITE_P(Surroundings, Hard, testing::ValuesIn(kSurroundings),
                         NameOf);

// --- Crashes -----------------------------------------------------------------

const char kC[] = "import ctypes\nc = ctypes.CDLL(None)\nctypes.pythonapi";

const std::vector<Row> kCrashes = {
    {"Null", kC, "ctypes.string_at(0)",
     "crash: dies of SIGSEGV: a NULL pointer is followed"},
    {"NullInAThread",
     "import ctypes, threading",
     "t = threading.Thread(target=ctypes.string_at, args=(0,))\nt.start()\nt.join()",
     "crash: dies of SIGSEGV: a NULL pointer is followed"},
    {"NullInTheSetup", "import ctypes; ctypes.string_at(0)", "pass",
     "unmeasurable: the process dies of SIGSEGV: a NULL pointer is followed, "
     "during setup"},
    {"NullWithADefaultHandler",
     "import ctypes, signal; signal.signal(signal.SIGSEGV, signal.SIG_DFL)",
     "ctypes.string_at(0)", "crash: dies of SIGSEGV"},
    {"NullWithFaulthandler",
     "import ctypes, faulthandler; faulthandler.enable()",
     "ctypes.string_at(0)", "crash: dies of SIGSEGV"},
    {"Abort", kC, "c.abort()", "abort: aborts"},
    {"FatalError", kC, "ctypes.pythonapi.Py_FatalError(b'the table is full')",
     "abort: aborts: Fatal Python error: "},
    {"Assertion", kC, "c.__assert_fail(b'n > 0', b'leaky.c', 9, b'run')",
     "abort: aborts: "},
};

INSTANTIATE_TEST_SUITE_P(Crashes, Hard, testing::ValuesIn(kCrashes), NameOf);

TEST_F(HardTest, AssertionIsQuoted)
{
    EXPECT_THAT(
        Checked(kC, "c.__assert_fail(b'n > 0', b'leaky.c', 9, b'run')"),
        HasSubstr("leaky.c:9: run: Assertion `n > 0' failed."));
}

// --- Megabytes of messages ----------------------------------------------------

TEST_F(HardTest, MessagesAreNotKept)
{
    EXPECT_EQ(Checked("import os",
                  "for i in range(100): os.write(2, b'x' * (64 << 10))"),
              "clean");
    rusage usage = {};
    getrusage(RUSAGE_CHILDREN, &usage);
    // More than 100 MB were written.  In KiB:
    EXPECT_LT(usage.ru_maxrss, 90 << 10);
}

// --- Modules that are none ---------------------------------------------------

TEST_F(HardTest, ModuleOfAnotherPythonIsRefused)
{
    EXPECT_THAT(Checked("", "pass", 0, HARD "of_another_python" EXT_SUFFIX),
                HasSubstr("undefined symbol: PyString_FromString"));
}

TEST_F(HardTest, LibraryThatIsNoModuleIsRefused)
{
    EXPECT_THAT(
        Checked("", "pass", 0, HARD "no_module" EXT_SUFFIX),
        StartsWith("unmeasurable: importing the module raised ImportError: "
                   "dynamic module does not define module export function"));
}

// --- The caller's surroundings ------------------------------------------------

// In a process of its own: it cannot be undone.
int
CheckWithoutTmp()
{
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0
        || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0
        || mount("none", "/tmp", "tmpfs", MS_RDONLY, nullptr) < 0) {
        return 2;
    }
    setenv("TMPDIR", "/nowhere", 1);
    const std::string said =
        Checked("import os; kept = []", "os.open('/dev/null', 0)");
    return said == "leak: leaks 1 file descriptor a call (/dev/null)" ? 0 : 1;
}

TEST_F(HardTest, NoPlaceForFilesIsNeeded)
{
    const pid_t child = fork();
    if (child == 0) {
        _exit(CheckWithoutTmp());
    }
    int status;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 2) {
        GTEST_SKIP() << "no file system may be mounted here";
    }
    EXPECT_EQ(status, 0);
}

// Such a handler may write a report, say, or remove what the caller still needs.
TEST_F(HardTest, ExitHandlersOfTheCallerAreHisOwn)
{
    static int *runs = static_cast<int *>(
        mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    ASSERT_NE(runs, MAP_FAILED);
    std::atexit([] { ++*runs; });
    EXPECT_THAT(Checked(kC, "c.exit(3)"), StartsWith("unmeasurable"));
    EXPECT_EQ(*runs, 0);
}

TEST_F(HardTest, SessionOutlivesTheThreadThatOpenedIt)
{
    auto report = std::make_unique<refcheck_report>();
    refcheck_options options = {};
    options.statement = "pass";
    refcheck_session *session = nullptr;
    std::thread([&] { session = refcheck_open(&options, report.get()); }).join();
    ASSERT_NE(session, nullptr) << report->error;
    EXPECT_EQ(refcheck_check(session, &options, report.get()), 0);
    refcheck_close(session);
    EXPECT_EQ(Said(*report), "clean");
}

TEST_F(HardTest, SessionGoesOnAfterItsProcessWasKilled)
{
    auto report = std::make_unique<refcheck_report>();
    refcheck_options options = {};
    options.setup = "import os";
    options.statement = "os.kill(os.getppid(), 9)";
    refcheck_session *session = refcheck_open(&options, report.get());
    ASSERT_NE(session, nullptr) << report->error;
    EXPECT_EQ(refcheck_check(session, &options, report.get()), -1);
    options.statement = "os.getpid()";
    EXPECT_EQ(refcheck_check(session, &options, report.get()), 0);
    refcheck_close(session);
    EXPECT_EQ(Said(*report), "clean");
}

// --- The caller dies ---------------------------------------------------------

// Whom it started ends, too, and whom these started: only then does the pipe end.
TEST_F(HardTest, NothingOutlivesTheCaller)
{
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const std::string statement =
        "os.write(" + std::to_string(ends[1]) + ", b'x'); daemon(); "
        "time.sleep(1000)";
    const pid_t caller = fork();
    if (caller == 0) {
        Checked(kDaemon, statement);
        _exit(0);
    }
    close(ends[1]);
    char byte;
    ASSERT_EQ(read(ends[0], &byte, 1), 1);
    kill(caller, SIGKILL);
    EXPECT_EQ(read(ends[0], &byte, 1), 0);
    close(ends[0]);
    while (waitpid(-1, nullptr, 0) > 0) {
    }
}

}  // namespace
