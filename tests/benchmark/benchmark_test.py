"""The benchmark says what the tools said, and its own small sums are right.

No time is asserted: the figures of a short run are only looked for.
"""

import contextlib
import io
import math
import os
import sys
import tempfile
import unittest
from unittest import mock

import benchmark
import measure
import tools

ARGUMENTS = sys.argv[1:]
LAUNCH = os.path.abspath(ARGUMENTS[ARGUMENTS.index("--launch") + 1])


def said(output: str, status: int = 0) -> measure.Run:
    return measure.Run(1, 1, 1, status, output)


class Sums(unittest.TestCase):
    def test_exponent(self) -> None:
        sizes = [10, 100, 1000]
        self.assertAlmostEqual(measure.exponent(sizes, [3 * n for n in sizes]), 1)
        self.assertAlmostEqual(measure.exponent(sizes, [n * n for n in sizes]), 2)

    def test_exponent_of_costs_that_drown(self) -> None:
        self.assertTrue(math.isnan(measure.exponent([10, 100], [0, 5])))

    def test_ratio_is_taken_round_by_round(self) -> None:
        slow = [said("")._replace(wall=wall) for wall in (2, 20, 6)]
        fast = [said("")._replace(wall=wall) for wall in (1, 10, 1)]
        self.assertEqual(measure.ratio(slow, fast), 2)


class Launch(unittest.TestCase):
    def test_says_what_a_command_took(self) -> None:
        command = measure.Command([sys.executable, "-c", "print(len(b'x' * 10**8))"],
                                  "/")
        run = measure.run(LAUNCH, command)
        self.assertEqual(run.output, "100000000\n")
        self.assertGreater(run.wall, 0)
        self.assertGreater(run.peak, 90)
        self.assertLess(run.peak, 200)

    def test_small_processes_are_not_as_large_as_this_one(self) -> None:
        here = bytearray(b"x") * 10**8
        run = measure.run(LAUNCH, measure.Command(["true"], "/"))
        self.assertLess(run.peak, len(here) / 2**20)

    def test_what_measures_nothing_is_an_error(self) -> None:
        with self.assertRaisesRegex(measure.Failed, "ended with 3:\nno"):
            measure.run(LAUNCH, measure.Command(["sh", "-c", "echo no; exit 3"], "/"))

    def test_no_log_fills_the_disk(self) -> None:
        with tempfile.TemporaryDirectory() as folder, \
                self.assertRaisesRegex(measure.Failed, "ended with -25:"):
            measure.run(LAUNCH, measure.Command(
                ["truncate", "--size", "300M", "log"], folder))


class Outputs(unittest.TestCase):
    """Excerpts of what each tool prints."""

    def tool(self, name: str) -> tools.Tool:
        return next(t for t in tools.tools(sys.executable, "refcheck", "/")
                    if t.name == name)

    def test_refcheck(self) -> None:
        run = said("leak: leaks 1 bytes object a call (45 bytes), made at "
                   "leaky.c:13 by PyBytes_FromString\n", 1)
        self.assertTrue(self.tool("refcheck").finds(run))
        self.assertTrue(tools.names_type(run))
        self.assertTrue(tools.names_line(run, 13))
        self.assertFalse(tools.names_line(run, 1))

    def test_total_references(self) -> None:
        finds = self.tool("total references").finds
        self.assertTrue(finds(said("references a round: 4\n")))
        self.assertFalse(finds(said("references a round: 0\n")))

    def test_valgrind_only_counts_what_the_module_made(self) -> None:
        record = ("==1== 720 bytes in 16 blocks are definitely lost in loss record "
                  "3 of 4\n==1==    by 0x57EB35: PyBytes_FromString\n"
                  "==1==    by 0x53C616B: guests (%s:13)\n==1== \n")
        finds = self.tool("Valgrind").finds
        self.assertTrue(finds(said(record % "leaky.c")))
        self.assertFalse(finds(said(record % "pylifecycle.c")))

    def test_heaptrack(self) -> None:
        finds = self.tool("heaptrack").finds
        self.assertTrue(finds(said("720B leaked over 16 calls from:\n    guests\n"
                                   f"      in /tmp/x/{tools.MODULE}.so\n")))
        self.assertFalse(finds(said(f"import {tools.MODULE} as m\n")))


class Table(unittest.TestCase):
    def test_short_run(self) -> None:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), mock.patch.object(
                sys, "argv", ["benchmark.py", *ARGUMENTS, "--rounds", "1",
                              "--statements", "3", "--only", "refcheck",
                              "--no-scaling"]):
            benchmark.main()
        rows = {line[:19].strip(): line[19:].split()
                for line in out.getvalue().splitlines()}
        self.assertEqual(rows["plain python"][-4:], ["-"] * 4)
        self.assertEqual(rows["refcheck"][-4:], ["yes", "yes", "yes", "-"])
        self.assertNotIn("Valgrind", rows)
        self.assertGreater(int(rows["leaky"][0]), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
