"""The book as the manifest lists it: its parts, pages and chapters, in order.

Bazel writes the manifest (//cookbook:book); everything the site knows about
where a file is comes from there, so that a page can not show another file than
the one that was compiled.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .report import Report
from .source import Source

SIDES = ("leaky", "fixed")


class BookError(Exception):
    """What is wrong with a chapter and what to do about it, in one sentence."""


@dataclass
class Entry:
    """A page, or a chapter: a page with a pair of sources and a report."""

    part: str
    kind: str
    name: str
    rst: Path
    leaky: Path | None = None
    fixed: Path | None = None
    test: Path | None = None
    report_path: Path | None = None
    skip: str | None = None

    @property
    def docname(self) -> str:
        return f"{self.part}/{self.name}"

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {"leaky": Source(self.leaky), "fixed": Source(self.fixed)}

    @cached_property
    def report(self) -> Report:
        if self.skip:
            return Report.not_run(self.skip)
        if not self.report_path or not self.report_path.is_file():
            raise BookError(
                f"the report of the run is missing; make it with "
                f"`bazel build //cookbook:{self.docname}/report`"
            )
        return Report.load(self.report_path)


@dataclass
class Part:
    folder: str
    title: str
    entries: list[Entry]


class Book:
    """The manifest, read once for a build of the site."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.entries = {e.docname: e for part in parts for e in part.entries}

    @property
    def chapters(self) -> list[Entry]:
        return [e for e in self.entries.values() if e.kind == "chapter"]

    def chapter(self, docname: str) -> Entry | None:
        entry = self.entries.get(docname)
        return entry if entry and entry.kind == "chapter" else None

    @classmethod
    def load(cls, manifest: str) -> Book:
        parts = json.loads(Path(manifest).read_text(encoding="utf-8"))
        return cls([
            Part(part["folder"], part["title"],
                 [_entry(part["folder"], entry) for entry in part["entries"]])
            for part in parts
        ])


def _entry(folder: str, listed: dict) -> Entry:
    def path(key: str) -> Path | None:
        return Path(listed[key]) if listed.get(key) else None

    return Entry(folder, listed["kind"], listed["name"], path("rst"),
                 path("leaky"), path("fixed"), path("test"), path("report"),
                 listed.get("skip") or None)
