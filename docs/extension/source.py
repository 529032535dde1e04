"""The two C files of a chapter: what a named mark shows, and how they differ.

A mark stands alone on its line, `/* snippet: NAME */` and `/* end: NAME */`,
and is never shown. Lines keep the numbers they have in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

MARK = re.compile(r"\s*/\* (snippet|end): ([\w-]+) \*/\s*$")
BY_VERSION = re.compile(r"(before|since)_3_\d+")


class MarkError(Exception):
    """A mark that is missing or unpaired, in one sentence."""


@dataclass
class Snippet:
    first: int
    lines: list[str]

    @property
    def numbers(self) -> range:
        return range(self.first, self.first + len(self.lines))

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


class Source:
    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.path = path
        self.lines = path.read_text(encoding="utf-8").splitlines()

    @cached_property
    def snippets(self) -> dict[str, Snippet]:
        found: dict[str, Snippet] = {}
        open_name, first = None, 0
        for number, line in enumerate(self.lines, 1):
            mark = MARK.match(line)
            if not mark:
                continue
            word, name = mark.groups()
            if word == "snippet" and open_name is None and name not in found:
                open_name, first = name, number + 1
            elif word == "end" and name == open_name:
                found[name] = Snippet(first, self.lines[first - 1:number - 1])
                open_name = None
            else:
                raise MarkError(
                    f"{self.name}:{number}: `{line.strip()}` has no partner; "
                    f"write each name once, as a `snippet` and then its `end`"
                )
        if open_name:
            raise MarkError(
                f"{self.name}:{first - 1}: `/* snippet: {open_name} */` is never "
                f"closed; add `/* end: {open_name} */` below what is shown"
            )
        return found

    @property
    def recipes(self) -> list[str]:
        """The snippets that are shown as a pair: not those for other versions."""
        return [name for name in self.snippets if not BY_VERSION.fullmatch(name)]

    def snippet(self, name: str) -> Snippet:
        if name not in self.snippets:
            known = ", ".join(sorted(self.snippets)) or "none"
            raise MarkError(
                f"{self.name} has no mark `/* snippet: {name} */`; "
                f"add it and its end, or show one that is there ({known})"
            )
        return self.snippets[name]


def shared_lines(leaky: Source, fixed: Source) -> list[int]:
    """The indexes of the lines of fixed.c without what only it has for other
    versions of Python: the snippets before_3_N and since_3_N."""
    left_out: set[int] = set()
    for name, snippet in fixed.snippets.items():
        if BY_VERSION.fullmatch(name) and name not in leaky.snippets:
            # With both marks, and the empty line that follows.
            begin, end = snippet.first - 2, snippet.first + len(snippet.lines)
            left_out.update(range(begin, end))
            if end < len(fixed.lines) and not fixed.lines[end]:
                left_out.add(end)
    return [i for i in range(len(fixed.lines)) if i not in left_out]


@dataclass
class Difference:
    """The lines that differ, and how far each side falls behind the other.

    `gaps[side][n]` is the number of lines that only the other side has right
    before line n: with that much room above it, equal lines stand side by side.
    `partner[n]` is the line of fixed.c that line n of leaky.c is.
    """

    changed: dict[str, set[int]]
    gaps: dict[str, dict[int, int]]
    partner: dict[int, int]


def compare(leaky: Source, fixed: Source) -> Difference:
    changed: dict[str, set[int]] = {"leaky": set(), "fixed": set()}
    gaps: dict[str, dict[int, int]] = {"leaky": {}, "fixed": {}}
    partner: dict[int, int] = {}
    kept = shared_lines(leaky, fixed)
    for tag, a, a_end, b, b_end in _opcodes(leaky, fixed, kept).get_opcodes():
        numbers = [i + 1 for i in kept[b:b_end]]
        if tag == "equal":
            partner.update(zip(range(a + 1, a_end + 1), numbers))
            continue
        changed["leaky"].update(range(a + 1, a_end + 1))
        changed["fixed"].update(numbers)
        behind = (b_end - b) - (a_end - a)
        if behind > 0:
            gaps["leaky"][a_end + 1] = behind
        elif behind < 0:
            below = kept[b_end] if b_end < len(kept) else len(fixed.lines)
            gaps["fixed"][below + 1] = -behind
    return Difference(changed, gaps, partner)


def unified(leaky: Source, fixed: Source, context: int = 3) -> str:
    """The cure as a patch. Its context stops at a mark, so it still applies."""
    out = [f"--- {leaky.name}", f"+++ {fixed.name}"]
    kept = shared_lines(leaky, fixed)
    lines = [fixed.lines[i] for i in kept]
    for group in _opcodes(leaky, fixed, kept).get_grouped_opcodes(context):
        hunk: list[tuple[str, str]] = []
        a, b = group[0][1], kept[group[0][3]]
        for tag, a1, a2, b1, b2 in group:
            if tag == "equal":
                hunk += [(" ", line) for line in leaky.lines[a1:a2]]
            else:
                hunk += [("-", line) for line in leaky.lines[a1:a2]]
                hunk += [("+", line) for line in lines[b1:b2]]
        dropped, hunk = _cut_at_marks(hunk)
        sizes = [sum(sign in (" ", own) for sign, _ in hunk) for own in "-+"]
        out.append(f"@@ -{a + dropped + 1},{sizes[0]} +{b + dropped + 1},{sizes[1]} @@")
        out += [sign + line for sign, line in hunk]
    return "\n".join(out) + "\n"


def _opcodes(leaky: Source, fixed: Source, kept: list[int]) -> SequenceMatcher:
    return SequenceMatcher(None, leaky.lines, [fixed.lines[i] for i in kept],
                           autojunk=False)


def _cut_at_marks(hunk: list) -> tuple[int, list]:
    """Cut the leading and the trailing context at the mark nearest the change."""
    first = next(i for i, (sign, _) in enumerate(hunk) if sign != " ")
    last = max(i for i, (sign, _) in enumerate(hunk) if sign != " ")
    marks = [i for i, (_, line) in enumerate(hunk) if MARK.match(line)]
    start = max((i + 1 for i in marks if i < first), default=0)
    end = min((i for i in marks if i > last), default=len(hunk))
    return start, hunk[start:end]
