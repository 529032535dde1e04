// File descriptors, threads and mappings, made by Python's own modules: how many,
// what they are, and whose they are.  The lines of C: corpus_resources.cc.
#include <string>

#include "tools/refcheck/gtest.h"

namespace {

using refcheck::Check;
using refcheck::Given;
using refcheck::Grows;
using refcheck::IsClean;
using refcheck::Leaks;
using refcheck::LeaksMemory;
using refcheck::Module;
using refcheck::Outcome;
using refcheck::PerCall;

const Module kNone = {"none", ""};
const Given kModules("import mmap, os, socket, threading\nkept = []");

std::string
SentenceOf(const Outcome &outcome)
{
    char sentence[300] = "";
    if (outcome.report().found > 0) {
        refcheck_describe(&outcome.report().finding[0], sentence,
                          sizeof(sentence));
    }
    return sentence;
}

TEST(Descriptor, ThatIsClosedIsNoLeak)
{
    EXPECT_THAT(Check(kNone, "os.close(os.open('/dev/null', 0))", kModules),
                IsClean());
}

TEST(Descriptor, IsCalledByItsPath)
{
    const Outcome outcome = Check(kNone, "os.open('/dev/null', 0)", kModules);
    EXPECT_THAT(outcome, Leaks("file descriptor", PerCall(1)));
    EXPECT_EQ(SentenceOf(outcome), "leaks 1 file descriptor a call (/dev/null)");
}

TEST(Descriptor, IsCalledByItsKindWhereItHasNoPath)
{
    const Outcome outcome = Check(kNone, "os.pipe()", kModules);
    EXPECT_THAT(outcome, Leaks("file descriptor", PerCall(2)));
    EXPECT_EQ(SentenceOf(outcome), "leaks 2 file descriptors a call (pipe)");
}

// Growth is confirmed by more calls than this program may have files.
TEST(Descriptor, IsCountedWhereFewAreAllowed)
{
    EXPECT_THAT(Check(kNone, "os.open('/dev/null', 0)",
                      Given("import os, resource\n"
                            "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))")),
                Leaks("file descriptor", PerCall(1)));
}

TEST(Descriptor, OfAnObjectThatIsKeptIsKeptWithIt)
{
    const Outcome outcome =
        Check(kNone, "kept.append(socket.socket())", kModules);
    EXPECT_THAT(outcome, Grows("socket", PerCall(1)));
    for (int i = 0; i < outcome.report().found; i++) {
        EXPECT_EQ(outcome.report().finding[i].kind, REFCHECK_GROWS);
    }
}

TEST(Thread, ThatEndsByItselfIsNoLeak)
{
    EXPECT_THAT(Check(kNone, "threading.Thread(target=list).start()", kModules),
                IsClean());
}

TEST(Thread, ThatWaitsForEverIsALeak)
{
    const Outcome outcome = Check(
        kNone, "_thread.start_new_thread(lock.acquire, ())",
        Given("import _thread\nlock = _thread.allocate_lock()\nlock.acquire()"));
    EXPECT_THAT(outcome, Leaks("thread", PerCall(1)));
    EXPECT_EQ(SentenceOf(outcome), "leaks 1 thread a call (running)");
}

TEST(Mapping, OfAnObjectThatIsKeptIsKeptWithIt)
{
    EXPECT_THAT(Check(kNone, "kept.append(mmap.mmap(-1, 5000))", kModules),
                Grows("mmap.mmap", PerCall(1)));
}

TEST(Mapping, IsTheSameWhenItIsMoved)
{
    const Outcome outcome = Check(
        kNone, "c.mremap(c.mmap(None, 4096, 3, 0x22, -1, 0), 4096, 20480, 1)",
        Given("import ctypes\nc = ctypes.CDLL(None)\n"
              "c.mmap.restype = ctypes.c_void_p\n"
              "c.mremap.argtypes = [ctypes.c_void_p] + 3 * [ctypes.c_size_t]"));
    EXPECT_THAT(outcome, LeaksMemory("memory mapping", PerCall(1)));
    EXPECT_EQ(outcome.report().finding[0].bytes_per_call, 20480);
}

TEST(Mapping, IsCountedInWholePages)
{
    const Outcome outcome = Check(
        kNone, "map(None, 5000, 3, 0x22, -1, 0)",
        Given("import ctypes\nmap = ctypes.CDLL(None).mmap"));
    EXPECT_THAT(outcome, LeaksMemory("memory mapping", PerCall(1)));
    EXPECT_EQ(SentenceOf(outcome), "leaks 1 memory mapping a call (8192 bytes)");
}

}  // namespace
