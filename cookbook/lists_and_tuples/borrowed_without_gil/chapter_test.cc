// While the GIL is released other threads change the list: own the item before.
#include "tools/book/chapter.h"

// The other thread waits for the message, clears the list, and only then answers:
// each run goes the same way.
static const char other_thread[] =
    "import socket, threading\n"
    "ours, theirs = socket.socketpair()\n"
    "def serve(outbox):\n"
    "    theirs.recv(64)\n"
    "    outbox.clear()\n"
    "    theirs.send(b'k')\n"
    "def deliver():\n"
    "    outbox = [bytes(range(65, 91))]\n"
    "    thread = threading.Thread(target=serve, args=(outbox,))\n"
    "    thread.start()\n"
    "    try: return m.send_first(outbox, ours.fileno())\n"
    "    finally: thread.join()\n";

static const Given cleared_meanwhile(other_thread);
static const Given delivered(std::string(other_thread)
                             + "assert deliver() == (bytes(range(65, 91)), b'k')");
static const Given answered_before("import socket\n"
                                   "ours, theirs = socket.socketpair()\n"
                                   "theirs.send(b'k' * 1000)\n"
                                   "outbox = [bytes(range(65, 91))]");

TEST(BorrowedWithoutGil, LeakyReturnsTheItemThatAnotherThreadFreed)
{
    EXPECT_THAT(Check(leaky, "deliver()", cleared_meanwhile),
                UsesAfterFree("bytes", UsedOn("Py_BuildValue")));
}

// Why such a bug survives its tests: nobody else is at the list.
TEST(BorrowedWithoutGil, LeakyGoesUnnoticedInOneThread)
{
    EXPECT_THAT(Check(leaky, "m.send_first(outbox, ours.fileno())", answered_before), IsClean());
}

TEST(BorrowedWithoutGil, FixedOwnsTheItemMeanwhile)
{
    EXPECT_THAT(Check(fixed, "deliver()", delivered), IsClean());
    EXPECT_THAT(Check(fixed, "m.send_first(outbox, ours.fileno())", answered_before), IsClean());
}

TEST(BorrowedWithoutGil, FixedLosesNothingWhenItFails)
{
    const Given fresh("outbox = [bytes(range(65, 91))]");
    EXPECT_THAT(Check(fixed, "m.send_first(outbox, -1)", fresh, Raises("OSError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.send_first([], -1)", Raises("IndexError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.send_first([bytearray(26)], -1)", Raises("TypeError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.send_first((), -1)", Raises("TypeError")), IsClean());
}
