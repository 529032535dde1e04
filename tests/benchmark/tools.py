"""refcheck and its peers: how each is run on a module, and what its output says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from typing import Callable, NamedTuple

from measure import Command, Run

COMPILER = shutil.which("gcc") or "cc"
MODULE = "append_does_not_steal"
CALLS = 16  # as many as refcheck makes of a clean statement
STATEMENT = "m.guests()"
REFCHECK_FINE = (0, 1)  # clean, a bug; with 2 it could not measure
LSAN_FINE = (0, 1)  # 1: something is lost

# One line: heaptrack writes the command into its log, and reads that by lines.
PLAIN = f"import {MODULE} as m; [{STATEMENT} for _ in range({CALLS})]"

# As CPython's own `regrtest -R 3:3` counts, in a debug build.
TOTAL_REFERENCES = f"""
import gc, sys, {MODULE} as m
def reading():
    sys._clear_type_cache()
    gc.collect()
    return sys.gettotalrefcount()
least, last = 10**6, 0
for i in range(6):
    for _ in range(4): {STATEMENT}
    now = reading()
    if i > 2: least = min(least, now - last)
    last = now
print("references a round:", least)
"""

# The lines of Python whose blocks are as many as the calls.
TRACEMALLOC = f"""
import gc, tracemalloc, {MODULE} as m
tracemalloc.start(10)
for _ in range(3): {STATEMENT}
gc.collect()
before = tracemalloc.take_snapshot()
for _ in range({CALLS}): {STATEMENT}
gc.collect()
after = tracemalloc.take_snapshot()
for grown in after.compare_to(before, "lineno"):
    if grown.count_diff >= {CALLS}:
        print("grown:", grown)
"""

HEAPTRACK = """
heaptrack --output "$0/heap" "$@" && heaptrack_print --print-leaks=1 \
    --print-allocators=0 --print-peaks=0 --print-temporary=0 --peak-limit 1000 \
    --file "$0"/heap.*
status=$?
rm -f "$0"/heap.*
exit $status
"""


class Tool(NamedTuple):
    name: str
    package: str  # of Debian, which brings it
    build: str  # of the module: plain, debug or asan
    argv: list[str] | None  # None: it is not there
    finds: Callable[[Run], bool]
    env: dict[str, str] = {}
    fine: tuple[int, ...] = (0,)

    def command(self, folder: str) -> Command:
        return Command(self.argv, folder, self.env, self.fine)


def names_type(run: Run) -> bool:
    return re.search(r"\bbytes objects?\b", run.output) is not None


def names_line(run: Run, line: int) -> bool:
    return re.search(rf"\bleaky\.c:{line}\b", run.output) is not None


def _lost(run: Run) -> bool:
    """Valgrind's records of lost blocks that the module has made."""
    return any("lost in loss record" in record
               and re.search(r"\b(leaky|fixed)\.c:", record)
               for record in re.split(r"==\d+== \n", run.output))


def _number(text: str) -> Callable[[Run], bool]:
    def finds(run: Run) -> bool:
        match = re.search(text + r" (-?\d+)", run.output)
        return match is not None and int(match.group(1)) > 0
    return finds


def _includes(interpreter: str) -> str | None:
    """The folder of its Python.h."""
    there = subprocess.run(
        [interpreter, "-c", "import sysconfig; print(sysconfig.get_path('include'))"],
        check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    return there if os.path.exists(os.path.join(there, "Python.h")) else None


def debug_build() -> str | None:
    """An interpreter that counts all references, with its headers."""
    version = sysconfig.get_python_version()
    for name in (f"python{version}-dbg", "python3-dbg", "python3.11-dbg"):
        path = shutil.which(name)
        if path is not None and _includes(path) is not None:
            return path
    return None


def compile_module(source: str, folder: str, interpreter: str,
                   flags: list[str]) -> None:
    """As distutils does it, which is what the user of a tool would have."""
    os.makedirs(folder)
    subprocess.run(
        [COMPILER, "-shared", "-fPIC", "-O2", "-g", "-DNDEBUG", *flags, "-I",
         _includes(interpreter), source, "-o", f"{folder}/{MODULE}.so"], check=True)


def tools(python: str, refcheck: str, scratch: str) -> list[Tool]:
    """All of them; the first is what the others are compared with."""
    debug = debug_build()
    asan = subprocess.run([COMPILER, "-print-file-name=libasan.so"], check=True,
                          stdout=subprocess.PIPE, text=True).stdout.strip()
    malloc = {"PYTHONMALLOC": "malloc"}
    sanitized = {**malloc, "LD_PRELOAD": asan}
    plain = [python, "-c", PLAIN]

    def leaks(run: Run) -> bool:
        return "LeakSanitizer: detected memory leaks" in run.output

    def there(program: str, argv: list[str]) -> list[str] | None:
        return argv if shutil.which(program) is not None else None

    return [
        Tool("plain python", "python3", "plain", plain,
             lambda run: run.status != 0),
        Tool("refcheck", "", "plain",
             [refcheck, "-s", f"import {MODULE} as m", STATEMENT],
             lambda run: run.status == 1, fine=REFCHECK_FINE),
        Tool("total references", "python3-dbg", "debug",
             debug and [debug, "-c", TOTAL_REFERENCES],
             _number("references a round:")),
        Tool("tracemalloc", "python3", "plain", [python, "-c", TRACEMALLOC],
             lambda run: "grown:" in run.output),
        Tool("ASan + LSan", "libasan", "asan",
             plain if os.path.isabs(asan) else None, leaks, sanitized,
             LSAN_FINE),
        Tool("ASan + LSan, slow", "libasan", "asan",
             plain if os.path.isabs(asan) else None, leaks,
             {**sanitized, "ASAN_OPTIONS": "fast_unwind_on_malloc=0"}, LSAN_FINE),
        Tool("heaptrack", "heaptrack", "plain",
             there("heaptrack_print", ["sh", "-c", HEAPTRACK, scratch, *plain]),
             lambda run: f"/{MODULE}.so" in run.output, malloc),
        Tool("Valgrind", "valgrind", "plain",
             there("valgrind", ["valgrind", "--leak-check=full", *plain]),
             _lost, malloc),
    ]
