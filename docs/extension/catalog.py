"""What the book is held against: its topics, and the classes of real bugs.

Both are tables in docs/catalog: topics.csv lists what the book is to treat,
classes.csv what goes wrong in public bug reports, the most frequent first."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "catalog"

# The weaknesses of https://cwe.mitre.org that chapters may name.
CWES = {
    "125": "Out-of-bounds Read",
    "252": "Unchecked Return Value",
    "362": "Race Condition",
    "401": "Missing Release of Memory after Effective Lifetime",
    "415": "Double Free",
    "416": "Use After Free",
    "476": "NULL Pointer Dereference",
    "672": "Operation on a Resource after Expiration or Release",
    "755": "Improper Handling of Exceptional Conditions",
    "762": "Mismatched Memory Management Routines",
    "787": "Out-of-bounds Write",
    "824": "Access of Uninitialized Pointer",
    "911": "Improper Update of Reference Count",
}

# How bad it is, the gravest first, and what that means for the reader.
SEVERITIES = {
    "memory unsafe": "The process may crash, or go on with wrong data.",
    "leak per call": "Memory grows with every call.",
    "leak on error": "Memory grows with every call that fails.",
    "wrong result": "Memory is safe; the caller is told something else than what happened.",
}


@dataclass(frozen=True)
class Topic:
    number: str
    part: str
    title: str


@dataclass(frozen=True)
class Class:
    """A class of real bugs, with one report of it."""

    name: str
    title: str
    what: str
    reports: int
    example: str
    link: str


@lru_cache(maxsize=None)
def topics() -> dict[str, Topic]:
    return {row["topic"]: Topic(row["topic"], row["part"], row["title"])
            for row in _rows("topics.csv")}


@lru_cache(maxsize=None)
def classes() -> dict[str, Class]:
    return {row["class"]: Class(row["class"], row["name"], row["what"],
                                int(row["reports"]), row["example"], row["link"])
            for row in _rows("classes.csv")}


def _rows(file: str) -> list[dict[str, str]]:
    with open(FOLDER / file, encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))
