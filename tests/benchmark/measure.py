"""Runs commands, and says what they took."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import tempfile
from typing import Callable, NamedTuple


class Failed(Exception):
    """A command did not measure anything."""


class Run(NamedTuple):
    wall: float  # seconds
    cpu: float  # seconds, of all its processes
    peak: float  # MiB, of the largest one
    status: int  # exit status, or minus the signal
    output: str


class Command(NamedTuple):
    argv: list[str]
    folder: str  # to run it in
    env: dict[str, str] = {}
    fine: tuple[int, ...] = (0,)  # exit statuses of a run that has measured


def run(launch: str, command: Command) -> Run:
    """One run of a command, by the program `launch`."""
    # `bazel run` says there where it was typed, and refcheck goes there.
    env = {name: value for name, value in os.environ.items()
           if name != "BUILD_WORKING_DIRECTORY"}
    with tempfile.TemporaryFile("w+", errors="replace") as output, \
            tempfile.NamedTemporaryFile("r") as report:
        subprocess.run([launch, report.name, *command.argv], check=True,
                       stdin=subprocess.DEVNULL, stdout=output,
                       stderr=subprocess.STDOUT, cwd=command.folder,
                       env={**env, **command.env})
        wall, cpu, peak, status = report.read().split()
        output.seek(0)
        result = Run(float(wall), float(cpu), int(peak) / 1024, int(status),
                     output.read())
    if result.status not in command.fine:
        raise Failed(f"{command.argv} ended with {result.status}:\n"
                     + result.output)
    return result


def rounds(launch: str, commands: dict, n: int,
           progress: Callable[[str], None]) -> dict:
    """All commands, n times, in turn: a busy minute is the same for all of them.
    Returns a list of runs by each command's key."""
    runs = {key: [] for key in commands}
    for i in range(n):
        for key, command in commands.items():
            progress(f"round {i + 1} of {n}: {' '.join(map(str, key))}")
            runs[key].append(run(launch, command))
    progress("")
    return runs


def median(runs: list[Run], what: str = "wall") -> float:
    return statistics.median(getattr(r, what) for r in runs)


def ratio(runs: list[Run], to: list[Run], what: str = "wall") -> float:
    """How many times as much as the other one, round by round."""
    return statistics.median(
        getattr(mine, what) / max(getattr(other, what), 1e-9)
        for mine, other in zip(runs, to))


def exponent(sizes: list[int], costs: list[float]) -> float:
    """Of the power of the size that the cost grows with: 1 is linear. By least
    squares over the logarithms; a cost that is not positive is left out, and
    with fewer than two it is not a number."""
    points = [(math.log(n), math.log(c)) for n, c in zip(sizes, costs) if c > 0]
    if len(points) < 2:
        return math.nan
    x = statistics.fmean(p[0] for p in points)
    y = statistics.fmean(p[1] for p in points)
    return (sum((a - x) * (b - y) for a, b in points)
            / sum((a - x) ** 2 for a, _ in points))
