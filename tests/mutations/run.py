"""Runs each chapter's test on every mutant of its fixed.c: a mutant that passes
survives, and shows an operation that no test needs.

At least 95 % of the mutants that are not equivalent must be killed, and each
survivor must stand in survivors.txt with the reason."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mutants import Mutant, mutants

KILLED, SURVIVED, REFUSED = "killed", "survived", "does not compile"
SECONDS = 120           # a mutant that loops is killed, too
LEAST = 0.95


@dataclass
class Chapter:
    """A chapter in the runfiles of Bazel: its folder, and its modules' suffix."""

    name: str           # PART/CHAPTER
    suffix: str

    @property
    def folder(self) -> Path:
        return Path("cookbook", self.name)

    @property
    def module(self) -> str:
        return self.folder.name + self.suffix


@dataclass
class Known:
    """A line of survivors.txt."""

    chapter: str
    before: str
    what: str
    kind: str           # equivalent, or survives
    reason: str
    seen: bool = False
    survived: bool = False


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--compile", required=True, help="compiler and options")
    options.add_argument("--suffix", required=True, help="of an extension module")
    options.add_argument("--survivors", type=Path, required=True)
    options.add_argument("--chapter", action="append", default=[],
                         help="PART/CHAPTER; without it, all that there are")
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    args = options.parse_args()
    names = args.chapter or sorted(
        str(path.parent.relative_to("cookbook")) for path in Path("cookbook").glob("*/*/fixed.c"))
    chapters = [Chapter(name, args.suffix) for name in names]
    for chapter in chapters:
        if not (chapter.folder / "fixed.c").is_file():
            print(f"{chapter.name}: there is no such chapter; name it as PART/CHAPTER",
                  file=sys.stderr)
            return 2
        if not (chapter.folder / "chapter_test").is_file():
            print(f"{chapter.name}: its test is not built here", file=sys.stderr)
            return 2
    known = read(args.survivors)
    work = [(chapter, mutant) for chapter in chapters
            for mutant in mutants((chapter.folder / "fixed.c").read_text(encoding="utf-8"))]
    tally: Counter[str] = Counter()
    unlisted = False
    with ThreadPoolExecutor(args.jobs) as pool:
        results = pool.map(lambda one: outcome(*one, args.compile.split()), work)
        for done, ((chapter, mutant), result) in enumerate(zip(work, results), 1):
            line = listed(known, chapter, mutant)
            if line and result == SURVIVED:
                line.survived = True
                result = line.kind
            tally[result] += 1
            if result == SURVIVED:
                unlisted = True
                print(f"survives: {chapter.name}/fixed.c:{mutant.line}: `{mutant.before}` "
                      f"{mutant.what}", flush=True)
            if sys.stderr.isatty():
                print(f"\r{done} of {len(work)} mutants", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    gone = False
    for line in known:
        if line.chapter in names and not line.survived:
            # What survives may depend on the version of Python; what is there may not.
            gone = gone or not line.seen
            print(f"{args.survivors.name}: {line.chapter}: `{line.before}` {line.what}: "
                  + ("it is killed here" if line.seen else
                     "there is no such mutant; take the line out"))
    print(summary(tally, len(chapters)))
    return 1 if unlisted or gone or rate(tally) < LEAST else 0


def read(path: Path) -> list[Known]:
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split(" | ")]
        if len(fields) != 5 or fields[3] not in ("equivalent", "survives"):
            sys.exit(f"{path}:{number}: write it as PART/CHAPTER | LINE OF C | CHANGE | "
                     "equivalent or survives | REASON")
        out.append(Known(*fields))
    return out


def listed(known: list[Known], chapter: Chapter, mutant: Mutant) -> Known | None:
    for line in known:
        if (line.chapter, line.before, line.what) == (chapter.name, mutant.before, mutant.what):
            line.seen = True
            return line
    return None


def rate(tally: Counter[str]) -> float:
    alive = tally[SURVIVED] + tally["survives"]
    return tally[KILLED] / max(tally[KILLED] + alive, 1)


def summary(tally: Counter[str], chapters: int) -> str:
    return (f"{chapters} chapters, {sum(tally.values())} mutants: {tally[KILLED]} killed, "
            f"{tally[SURVIVED] + tally['survives']} survive, {tally['equivalent']} equivalent, "
            f"{tally[REFUSED]} do not compile; {100 * rate(tally):.1f} % of those that are not "
            "equivalent are killed")


def outcome(chapter: Chapter, mutant: Mutant, compiler: list[str]) -> str:
    """Compile the mutant and run the chapter's test on it, in a folder of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch, "book")
        place = root / chapter.folder
        shutil.copytree(chapter.folder, place, ignore=shutil.ignore_patterns("chapter_test*"))
        for file in (place / "fixed.c", place / "fixed" / chapter.module):
            file.unlink()
        (place / "fixed.c").write_text(mutant.source, encoding="utf-8")
        command = [*compiler, "-o", str(place / "fixed" / chapter.module),
                   str(chapter.folder / "fixed.c")]
        # Compiled by the name that the test's messages and lines know.
        done = subprocess.run([str(Path(word).resolve()) if word.startswith("external/") else word
                               for word in command], cwd=root, stderr=subprocess.DEVNULL)
        if done.returncode:
            return REFUSED
        environment = dict(os.environ, TEST_SRCDIR=scratch, TEST_WORKSPACE="book")
        for variable in ("XML_OUTPUT_FILE", "GTEST_OUTPUT", "TEST_SHARD_INDEX",
                         "TEST_TOTAL_SHARDS", "TESTBRIDGE_TEST_ONLY", "REFCHECK_REPORT"):
            environment.pop(variable, None)
        test = str((chapter.folder / "chapter_test").resolve())
        # Most die by the tests of the fixed half; the rest is asked only then.
        for chosen in ("*Fixed*", "*"):
            try:
                ran = subprocess.run([test, f"--gtest_filter={chosen}", "--gtest_fail_fast"],
                                     cwd=root, env=environment, timeout=SECONDS,
                                     stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            except subprocess.TimeoutExpired:
                return KILLED
            if ran.returncode:
                return KILLED
        return SURVIVED


if __name__ == "__main__":
    sys.exit(main())
