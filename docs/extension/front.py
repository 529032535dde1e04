"""What the front page is made of: a pair, four doors, the table of contents."""

from __future__ import annotations

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from .book import SIDES, BookError, Entry
from .directives import ledger_of, pair
from .problem import report_problem
from .report import ReportError
from .source import MarkError


class Example(SphinxDirective):
    """What stands outside its chapter, named PART/CHAPTER SNIPPET."""

    optional_arguments = 2

    def named(self) -> tuple[Entry, str]:
        chapter = self.env.book.chapter(self.arguments[0]) if self.arguments else None
        if chapter is None or len(self.arguments) != 2:
            raise BookError(f"`.. {self.name}::` names no chapter and snippet; "
                            "write it as PART/CHAPTER SNIPPET")
        chapter.report.verify()
        return chapter, self.arguments[1]


class ExamplePair(Example):
    """A pair, without a name the shortest of the book; with the first verdict of
    each half and a link to the chapter."""

    def run(self) -> list[nodes.Node]:
        try:
            found = self.named() if self.arguments else self.shortest()
            if not found:
                return []
            entry, name = found
            shown = pair(entry, name, self.env.docname, brief=True)
        except (BookError, MarkError, ReportError) as error:
            report_problem(self.env, self.env.docname, error, self.lineno)
            return []
        more = nodes.container(classes=["pair-more"])
        self.state.nested_parse(
            StringList([f"The chapter: :doc:`/{entry.docname}`"]), 0, more)
        return [shown, more]

    def shortest(self) -> tuple[Entry, str] | None:
        lengths = [
            (sum(len(entry.sources[side].snippet(name).lines) for side in SIDES),
             place, entry, name)
            for place, entry in enumerate(self.env.book.chapters)
            if entry.docname not in self.env.book_problems
            and not entry.report.skipped
            for name in entry.sources["leaky"].snippets
            if name in entry.sources["fixed"].snippets
        ]
        return min(lengths)[2:] if lengths else None


class ExampleLedger(Example):
    """The ledger of a pair that the page shows."""

    def run(self) -> list[nodes.Node]:
        try:
            return ledger_of(*self.named())
        except (BookError, MarkError, ReportError) as error:
            report_problem(self.env, self.env.docname, error, self.lineno)
            return []


class Doors(SphinxDirective):
    """Four ways into the book; each names what is behind it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        first = next(iter(self.env.book.entries), "index")
        lines = [line.replace("|first|", f"/{first}") for line in self.content]
        box = nodes.container(classes=["doors"])
        self.state.nested_parse(StringList(lines, source=self.get_source_info()[0]),
                                self.content_offset, box)
        return [box]


class BookTree(SphinxDirective):
    """One captioned toctree for each part: the order of chapters.bzl."""

    def run(self) -> list[nodes.Node]:
        lines: list[str] = []
        for part in self.env.book.parts:
            lines += [".. toctree::", f"   :caption: {part.title}",
                      "   :hidden:", ""]
            lines += [f"   /{entry.docname}" for entry in part.entries] + [""]
        box = nodes.container(classes=["book-tree"])
        self.state.nested_parse(
            StringList(lines, source=self.get_source_info()[0]), 0, box)
        return box.children
