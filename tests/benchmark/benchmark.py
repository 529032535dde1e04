"""What refcheck costs and finds, beside a plain run and its peers.

All are given the same small module, a chapter's leaky and fixed half, and are
timed as whole processes, in turn. Peers that are not installed are left out. No
figure here is asserted: they are for people, and for the machine they are from.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import sys
import tempfile

from measure import Command, Failed, exponent, median, ratio, rounds
from tools import (MODULE, REFCHECK_FINE, STATEMENT, compile_module, debug_build, names_line,
                   names_type, tools)

HALVES = ("fixed", "leaky")
SETUP = f"import {MODULE} as m"


def progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def leak_line(source: str) -> int:
    """Where the leaky half makes what it loses."""
    with open(source, encoding="utf-8") as lines:
        return next(n for n, line in enumerate(lines, 1)
                    if "PyBytes_FromString" in line)


class Bench:
    """The modules, compiled for all tools, and how to run what is measured."""

    def __init__(self, options: argparse.Namespace, scratch: str) -> None:
        self.options = options
        self.scratch = scratch
        self.tools = tools(options.python, options.refcheck, scratch)
        builds = {"plain": (options.python, []),
                  "asan": (options.python, ["-fsanitize=address"]),
                  "debug": (debug_build(), [])}
        wanted = {t.build for t in self.tools if t.argv is not None}
        for build in wanted:
            for half in HALVES:
                compile_module(getattr(options, half), self.folder(build, half),
                               *builds[build])

    def folder(self, build: str, half: str) -> str:
        return os.path.join(self.scratch, build, half)

    def measure(self, commands: dict, n: int | None = None) -> dict:
        return rounds(self.options.launch, commands, n or self.options.rounds,
                      progress)

    def refcheck(self, *argv: str, half: str = "fixed") -> Command:
        return Command([self.options.refcheck, *argv],
                       self.folder("plain", half), fine=REFCHECK_FINE)


# --- Beside the peers -----------------------------------------------------------


def word(yes: bool) -> str:
    return "yes" if yes else "-"


def compare(bench: Bench) -> None:
    chosen = [t for t in bench.tools if bench.options.only is None
              or t is bench.tools[0] or t.name in bench.options.only]
    for tool in chosen:
        if tool.argv is None:
            print(f"left out: {tool.name}; Debian's package {tool.package} "
                  "brings it")
    chosen = [t for t in chosen if t.argv is not None]
    runs = bench.measure({
        (t.name, half): t.command(bench.folder(t.build, half))
        for t in chosen for half in HALVES})

    line = leak_line(bench.options.leaky)
    plain = chosen[0].name
    print(f"\n{'':19}{'fixed':>22}{'leaky':>23}{'peak':>8}   finds its\n"
          f"{'':19}{'ms':>8}{'ratio':>7}{'cpu':>7}{'ms':>9}{'ratio':>7}{'cpu':>7}"
          f"{'MiB':>8}   leak  type  line  false alarm")
    for tool in chosen:
        print(f"{tool.name:19}", end="")
        for half in HALVES:
            mine, base = runs[tool.name, half], runs[plain, half]
            print(f"{1e3 * median(mine):{8 if half == 'fixed' else 9}.1f}"
                  f"{ratio(mine, base):7.2f}{ratio(mine, base, 'cpu'):7.2f}",
                  end="")
        fixed, leaky = (runs[tool.name, half][-1] for half in HALVES)
        print(f"{median(runs[tool.name, 'leaky'], 'peak'):8.1f}   "
              f"{word(tool.finds(leaky)):4}  {word(names_type(leaky)):4}  "
              f"{word(names_line(leaky, line)):4}  {word(tool.finds(fixed))}")
    print("ms and ratio: from start to end, to a plain run of the same round; cpu: "
          "the\nsame ratio in seconds of processor time; peak: of the largest "
          "process")


# --- Many statements ------------------------------------------------------------


def throughput(bench: Bench, statements: int) -> None:
    path = os.path.join(bench.scratch, "checks.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{STATEMENT}\n" * statements)
    runs = bench.measure({
        (half,): bench.refcheck("-s", SETUP, "--file", path, half=half)
        for half in HALVES})
    print(f"\n{statements} statements of one --file")
    for half in HALVES:
        wall, cpu = median(runs[half,]), median(runs[half,], "cpu")
        print(f"{half:19}{statements / wall:8.0f} verdicts a second, "
              f"{statements / cpu:.0f} a second of one core")


# --- What the cost grows with ---------------------------------------------------


def scale(bench: Bench, what: str, none: Command, sizes: list[int],
          command) -> None:
    """Prints the cost of each size over that of none, and how it grows."""
    runs = bench.measure({(0,): none, **{(n,): command(n) for n in sizes}})
    base = median(runs[0,])
    costs = [median(runs[n,]) - base for n in sizes]
    print(f"\n{what:19}{'ms':>10}{'us each':>10}\n{0:<19}{1e3 * base:10.1f}")
    for n, cost in zip(sizes, costs):
        print(f"{n:<19}{1e3 * (base + cost):10.1f}{1e6 * cost / n:10.2f}")
    # A cost that drowns in that of the start says nothing.
    known = [c if c > base / 10 else 0 for c in costs]
    power = exponent(sizes, known)
    print("too cheap to say how it grows" if math.isnan(power) else
          f"grows with the power {power:.2f}: "
          + ("at most linearly" if power < 1.15 else "faster than linearly"))


def scaling(bench: Bench) -> None:
    check = bench.refcheck
    scale(bench, "calls a reading", check("-s", SETUP, "--calls", "1", STATEMENT),
          [10, 100, 1000, 10000],
          lambda n: check("-s", SETUP, "--calls", str(n), STATEMENT))
    scale(bench, "live objects", check("-s", SETUP, STATEMENT),
          [10 ** 3, 10 ** 4, 10 ** 5, 10 ** 6],
          lambda n: check("-s", SETUP, "-s", f"live = [[] for _ in range({n})]",
                          STATEMENT))
    # Three allocations a call, of the list, its items and the bytes.
    scale(bench, "allocations swept", check("-s", SETUP, STATEMENT),
          [9, 99, 999],
          lambda n: check("-s", SETUP, "--allocations",
                          f"for _ in range({n // 3}): {STATEMENT}"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("launch", "python", "refcheck", *HALVES):
        parser.add_argument(f"--{name}", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--statements", type=int, default=100,
                        help="of one --file (100)")
    parser.add_argument("--only", action="append", metavar="TOOL",
                        help="this one beside the plain run; may be repeated")
    parser.add_argument("--no-scaling", action="store_true")
    options = parser.parse_args()
    for name in ("launch", "refcheck", *HALVES):
        setattr(options, name, os.path.abspath(getattr(options, name)))

    print(f"CPython {platform.python_version()}, {os.cpu_count()} cores, load "
          f"{os.getloadavg()[0]:.1f}; medians of {options.rounds} rounds")
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(options, scratch)
        compare(bench)
        throughput(bench, options.statements)
        if not options.no_scaling:
            scaling(bench)


if __name__ == "__main__":
    try:
        main()
    except Failed as failed:
        sys.exit(str(failed))
