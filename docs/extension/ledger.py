"""What became of one object's references, step by step, on both sides.

A step is a line of C, or Python itself, that took or gave back a reference. One
of leaky.c and one of fixed.c share a row where the line is the same line of
code and did the same: so the rows part where the two files do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from .book import SIDES, Entry
from .report import Report
from .source import Difference, Snippet, Source, compare

COMMENT = re.compile(r"/\*.*?(\*/|$)|//.*")
PYTHON = "Python, outside the module"
# Of a ledger without end, a loop's say, its two ends are shown.
FIRST, LAST = 10, 4


@dataclass
class Count:
    """A cell: the count after a step of one side, and what it went through."""

    count: int
    change: int = 0
    surplus: int = 0
    word: str = ""
    look: str = ""


@dataclass
class Row:
    called: str
    words: str = ""
    code: bool = False
    lines: dict[str, int] = field(default_factory=dict)
    counts: dict[str, Count] = field(default_factory=dict)
    changed: str = ""


@dataclass
class Ledger:
    """The table of one pair: `check` is what was run, `finding` the object."""

    check: dict
    finding: dict
    sides: list[str]
    rows: list[Row]


def of_pair(chapter: Entry, snippet: Snippet) -> Ledger | None:
    """The first ledger that speaks of these lines, or None."""
    for check, finding in _findings(chapter.report):
        steps = {"leaky": finding["ledger"],
                 "fixed": _followed(chapter.report, check)}
        alone = len(chapter.sources["leaky"].recipes) == 1
        if steps["leaky"] and (alone or _touches(steps["leaky"], snippet)):
            difference = compare(*(chapter.sources[side] for side in SIDES))
            return Ledger(check, finding, [side for side in SIDES if steps[side]],
                          rows(steps, chapter.sources, difference))
    return None


def rows(steps: dict[str, list[dict]], sources: dict[str, Source],
         difference: Difference) -> list[Row]:
    """The rows of the table, the last of which is the end of the call."""
    out: list[Row] = []
    made = {side: [step for step in steps[side]
                   if step["what"] not in ("before", "after")] for side in SIDES}
    before = {side: step["count"] for side in SIDES for step in steps[side][:1]
              if step["what"] == "before"}
    if before:
        out.append(Row("before the call",
                       counts={side: Count(n) for side, n in before.items()}))
    keys = [[_key(step, side, difference) for step in made[side]] for side in SIDES]
    matches = SequenceMatcher(None, *keys, autojunk=False)
    for tag, a, a_end, b, b_end in matches.get_opcodes():
        pairs = [(step, None) for step in made["leaky"][a:a_end]]
        pairs += [(None, step) for step in made["fixed"][b:b_end]]
        if tag == "equal":
            pairs = list(zip(made["leaky"][a:a_end], made["fixed"][b:b_end]))
        out += [_row(dict(zip(SIDES, pair)), sources, difference) for pair in pairs]
    return _fold(out) + [_end(steps)]


def _findings(report: Report) -> list[tuple[dict, dict]]:
    return [(check, finding) for check in report.of("leaky")
            for finding in check["findings"]]


def _followed(report: Report, leaky: dict) -> list[dict]:
    """What the same statement does to the same object in fixed.c."""
    same = [check for check in report.of("fixed") if check["followed"]
            and check["statement"] == leaky["statement"]]
    return same[0]["followed"] if same else []


def _touches(steps: list[dict], snippet: Snippet) -> bool:
    return any(step["place"] and step["place"]["line"] in snippet.numbers
               for step in steps)


def _key(step: dict, side: str, difference: Difference) -> tuple:
    kind = "given" if step["what"] == "freed" else step["what"]
    place = step["place"]
    if place is None:
        return kind, "Python"
    line = place["line"]
    if not _in_chapter(place):
        return kind, place["file"], line
    if side == "leaky":
        return kind, difference.partner.get(line, -line)
    return kind, line


def _in_chapter(place: dict) -> bool:
    return place["file"] in ("leaky.c", "fixed.c")


def _row(step: dict[str, dict | None], sources: dict[str, Source],
         difference: Difference) -> Row:
    there = {side: one for side, one in step.items() if one}
    side, first = next(iter(there.items()))
    place = first["place"]
    called, code = _called(place, sources[side])
    out = Row(called, _words(first), code)
    for side, one in there.items():
        gone = one["what"] == "used"
        out.counts[side] = Count(
            one["count"], one["change"],
            word="it is gone" if gone else "freed" if one["what"] == "freed" else "",
            look="bad" if gone else "")
        if place and _in_chapter(place):
            out.lines[side] = one["place"]["line"]
            if one["place"]["line"] in difference.changed[side]:
                out.changed = side
    return out


def _called(place: dict | None, source: Source) -> tuple[str, bool]:
    """The function of the API, else the line itself, as Py_DECREF(name)."""
    if place is None:
        return PYTHON, False
    api = place["api"] or ""
    if api and not api.startswith("_"):
        return api, True
    line = place["source"] or ""
    if _in_chapter(place) and 0 < place["line"] <= len(source.lines):
        line = source.lines[place["line"] - 1]
    line = COMMENT.sub("", line).strip().rstrip(";{").strip()
    return line or api or place["function"] or place["file"], True


def _words(step: dict) -> str:
    what, change = step["what"], step["change"]
    some = "one" if abs(change) == 1 else str(abs(change))
    if what == "made":
        return "new reference"
    if what == "used":
        return (f"gives {some} back after it was freed" if change < 0
                else "used after it was freed")
    if change == 0:
        return "takes one and gives it back"
    return f"takes {some}" if change > 0 else f"gives {some} back"


def _end(steps: dict[str, list[dict]]) -> Row:
    """The count after the call, and whether that is as it should be."""
    out = Row("after the call")
    for side in SIDES:
        if not steps[side] or steps[side][-1]["what"] == "used":
            continue
        count, first = steps[side][-1]["count"], steps[side][0]
        stays = count - (0 if first["what"] == "made" else first["count"])
        out.counts[side] = end = Count(count)
        if side == "fixed" and 0 in (count, stays):
            end.look = "good"
            there = first["what"] == "before" and stays == 0
            end.word = "as before" if there else "none stays"
        elif side == "leaky" and stays:
            end.look, end.surplus = "bad", max(stays, 0)
            some = "one" if abs(stays) == 1 else str(abs(stays))
            end.word = (f"{some} too few" if stays < 0 else
                        f"{some} too many stay{'s' if stays == 1 else ''}")
    return out


def _fold(rows: list[Row]) -> list[Row]:
    hidden = len(rows) - FIRST - LAST
    if hidden <= 1:
        return rows
    return rows[:FIRST] + [Row(f"{hidden} more steps")] + rows[-LAST:]


def note(report: Report, found: Ledger | None) -> str:
    """Why a table is missing or lacks a part, in the checker's words."""
    if found:
        return found.check["note"] or ""
    # Without an object or a reference a ledger is not to be expected.
    notes = [check["note"] for check, finding in _findings(report)
             if finding["what"] in ("object", "reference") and check["note"]]
    return notes[0] if notes else ""
