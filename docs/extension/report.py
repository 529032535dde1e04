"""What the checker found when the chapter's test ran, and what a page may say.

The report is the only source of numbers. A page whose report contradicts the
roles of the two files is refused: `leaky` must fail and `fixed` must be clean.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

NO_BUG = ("clean", "grows", "unmeasurable")
NOT_MEASURED = "not measured"
NOT_HERE = "not on this version"


class ReportError(Exception):
    """A report that a page can not stand on, in one sentence."""


@dataclass(frozen=True)
class Versions:
    """The versions of CPython on which a bug shows, from `first` to `last`."""

    first: tuple[int, int] | None
    last: tuple[int, int] | None

    @classmethod
    def read(cls, text: str) -> Versions:
        """`3.9-3.11`, `3.12-` or `-3.11`."""
        found = re.fullmatch(r"(3\.\d+)?\s*-\s*(3\.\d+)?", text.strip())
        if not found or not any(found.groups()):
            raise ReportError(f"`:shows: {text}` names no versions; "
                              "write 3.9-3.11, or 3.12- for all from then on")
        first, last = ([int(n) for n in end.split(".")] if end else None
                       for end in found.groups())
        return cls(tuple(first) if first else None, tuple(last) if last else None)

    def hold(self, version: tuple[int, int]) -> bool:
        return ((self.first is None or self.first <= version)
                and (self.last is None or version <= self.last))

    def __str__(self) -> str:
        first, last = (".".join(map(str, end)) if end else ""
                       for end in (self.first, self.last))
        if not last:
            return f"CPython {first} and newer"
        return (f"CPython {first}\N{EN DASH}{last}" if first
                else f"CPython {last} and older")


class Report:
    def __init__(self, data: dict) -> None:
        self.skipped: str | None = data.get("skipped")
        self.checks: list[dict] = data.get("checks", [])
        self.runs: list[dict] = data.get("runs", [])
        self._python: dict = data.get("python") or {}

    @classmethod
    def load(cls, path: Path) -> Report:
        try:
            return cls(json.loads(path.read_text(encoding="utf-8")))
        except ValueError as error:
            raise ReportError(f"report.json is not JSON ({error}); "
                              "run the chapter's test again") from None

    @classmethod
    def not_run(cls, reason: str) -> Report:
        return cls({"skipped": reason})

    @property
    def python(self) -> str:
        if not self._python:
            return NOT_MEASURED
        debug = " debug build" if self._python.get("debug") else ""
        return f"CPython {self._python['version']}{debug}"

    @property
    def version(self) -> tuple[int, int]:
        major, minor = self._python["version"].split(".")[:2]
        return int(major), int(minor)

    @property
    def said(self) -> list[str]:
        """The messages that a test looked for and found in leaky.c's runs."""
        found = [seen.get("said") for seen in self.of("leaky") + self.runs
                 if seen["module"] == "leaky"]
        return list(dict.fromkeys(text for text in found if text))

    @property
    def verdict(self) -> str:
        """The kind of failure that the chapter is about."""
        return NOT_MEASURED if self.skipped else words(self.of("leaky")[0]["verdict"])

    def of(self, module: str) -> list[dict]:
        return [check for check in self.checks if check["module"] == module]

    def verify(self) -> None:
        if self.skipped:
            return
        for check in self.checks:
            if not check["passed"]:
                raise ReportError(
                    f"the test {_name(check)} did not pass; "
                    f"make it pass before the page is rendered"
                )
        for module in ("leaky", "fixed"):
            if not self.of(module):
                raise ReportError(
                    f"no check of `{module}` is in the report; "
                    f"add one to chapter_test.cc"
                )
        for check in self.of("fixed"):
            if check["verdict"] != "clean":
                raise ReportError(
                    f"fixed.c is not clean: {_name(check)} says "
                    f"`{words(check['verdict'])}` ({check['summary']}); finish the cure"
                )
            sweep = check["sweep"]
            if sweep and sweep["survived"] < sweep["tried"]:
                raise ReportError(
                    f"fixed.c does not survive every failing allocation: "
                    f"{_name(check)} survives {sweep['survived']} of "
                    f"{sweep['tried']}; finish the cure"
                )

    def verify_bug(self, shown: bool, severity: str) -> None:
        """`shown`: the bug shows on this version of CPython."""
        first = self.of("leaky")[0]
        if shown and severity != "wrong result" and first["verdict"] in NO_BUG:
            raise ReportError(
                f"leaky.c shows no bug: its first check, {_name(first)}, says "
                f"`{words(first['verdict'])}`; put the mistake back or reorder the checks"
            )

    def value(self, field: str, module: str = "leaky", test: str | None = None) -> str:
        """The text of one field of one check, as :measured: shows it."""
        if self.skipped:
            return NOT_MEASURED
        if field == "python":
            return self.python
        checks = [c for c in self.of(module) if test in (None, c["test"])]
        if not checks:
            raise ReportError(f"the report has no check of `{module}` in a test "
                              f"called {test}; the name is the one in chapter_test.cc")
        if field not in FIELDS:
            raise ReportError(f"`{field}` is not a field of the report; "
                              f"use one of {', '.join(sorted(FIELDS))}")
        found = FIELDS[field](checks[0])
        if found in (None, "") and checks[0]["verdict"] in NO_BUG and module == "leaky":
            # A bug that does not show on this version of CPython.
            return NOT_MEASURED
        if found in (None, ""):
            raise ReportError(f"{_name(checks[0])} reported no `{field}`; "
                              f"ask for a field that the run has filled in")
        return number(found) if isinstance(found, (int, float)) else str(found)


def words(verdict: str) -> str:
    """A verdict for people: use after free, over-release."""
    return verdict.replace("over_release", "over-release").replace("_", " ")


def number(value: float) -> str:
    """1 and not 1.0; 0.5; -1,024 with the sign as it is in print."""
    rounded = round(value, 2)
    text = f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"
    return text.replace("-", "\N{MINUS SIGN}")


def _name(check: dict) -> str:
    return f"{check['suite']}.{check['test']}"


def _finding(key: str):
    return lambda check: check["findings"][0][key] if check["findings"] else None


def _place(key: str):
    def text(check: dict) -> str | None:
        place = _finding(key)(check)
        if not place:
            return None
        by = f", by {place['api']}" if place.get("api") else ""
        return f"line {place['line']}{by}"
    return text


def _part(name: str, key: str):
    return lambda check: (check[name] or {}).get(key)


FIELDS = {
    "verdict": lambda check: words(check["verdict"]),
    "summary": lambda check: check["summary"],
    "statement": lambda check: check["statement"],
    "raised": lambda check: check["raised"],
    "type": _finding("type"),
    "repr": _finding("repr"),
    "name": _finding("name"),
    "message": _finding("message"),
    "per_call": _finding("per_call"),
    "bytes_per_call": _finding("bytes_per_call"),
    "signal": _finding("signal"),
    "made": _place("made"),
    "freed": _place("freed"),
    "used": _place("used"),
    "sweep.tried": _part("sweep", "tried"),
    "sweep.survived": _part("sweep", "survived"),
    "plain.signal": _part("plain", "signal"),
    "plain.calls": _part("plain", "calls"),
    "plain.blocks_per_call": _part("plain", "blocks_per_call"),
    "plain.message": _part("plain", "message"),
}
