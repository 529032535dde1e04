// PyObject_GetIter() returns a new reference: a loop left early releases it, too.
#include "tools/book/chapter.h"

TEST(IteratorLost, LeakyLosesTheIteratorWhenALineMatches)
{
    EXPECT_THAT(Check(leaky, "m.first_match([f'error {n}' for n in range(3)], 'err')"),
                Leaks("list_iterator", PerCall(1), MadeOn("PyObject_GetIter")));
}

// A file is its own iterator: it stays open.
TEST(IteratorLost, LeakyKeepsAFileOpen)
{
    EXPECT_THAT(Check(leaky, "m.first_match(open(os.__file__), 'import')",
                      Given("import os")),
                Leaks("_io.TextIOWrapper", PerCall(1)));
}

TEST(IteratorLost, LeakyRunsOutOfFiles)
{
    EXPECT_THAT(Plainly(leaky,
                        "for _ in range(100): m.first_match(open(os.__file__), 'import')",
                        Given("import os, resource\n"
                              "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))\n")),
                Says("OSError: [Errno 24] Too many open files"));
}

TEST(IteratorLost, LeakyIsCleanWhenNothingMatches)
{
    EXPECT_THAT(Check(leaky, "m.first_match([f'error {n}' for n in range(3)], 'warn')"),
                IsClean());
}

TEST(IteratorLost, FixedReleasesTheIteratorWhenALineMatches)
{
    EXPECT_THAT(Check(fixed, "m.first_match([f'error {n}' for n in range(3)], 'err')",
                      Given("assert m.first_match(['ok', 'error 1'], 'err') == 'error 1'")),
                IsClean());
}

TEST(IteratorLost, FixedClosesTheFile)
{
    EXPECT_THAT(Check(fixed, "m.first_match(open(os.__file__), 'import')",
                      Given("import os")),
                IsClean());
}

// A generator that is left suspended never comes to its `finally`.
TEST(IteratorLost, FixedLetsTheGeneratorEnd)
{
    EXPECT_THAT(Check(fixed, "m.first_match((f'error {n}' for n in range(3)), 'err')",
                      Given("ended = []\n"
                            "def lines():\n"
                            "    try:\n"
                            "        yield 'error 1'\n"
                            "    finally:\n"
                            "        ended.append(True)\n"
                            "m.first_match(lines(), 'err')\n"
                            "assert ended\n")),
                IsClean());
}

TEST(IteratorLost, FixedIsCleanWhenNothingMatches)
{
    EXPECT_THAT(Check(fixed, "m.first_match([f'error {n}' for n in range(3)], 'warn')",
                      Given("assert m.first_match(['ok'], 'err') is None")),
                IsClean());
}

TEST(IteratorLost, FixedIsCleanWhenALineIsNoString)
{
    EXPECT_THAT(Check(fixed, "m.first_match([1.5], 'err')", Raises("TypeError")),
                IsClean());
}

TEST(IteratorLost, FixedIsCleanWhenTheIterationFails)
{
    EXPECT_THAT(Check(fixed, "m.first_match(('x' * (1 // n) for n in (1, 0)), 'err')",
                      Raises("ZeroDivisionError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.first_match(1.5, 'err')", Raises("TypeError")), IsClean());
    EXPECT_THAT(Check(fixed, "m.first_match([], 1.5)", Raises("TypeError")), IsClean());
}
