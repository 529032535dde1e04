"""The cookbook's Sphinx extension: pages whose code is the code that was
compiled and whose numbers are the checker's. See directives.py for what a
chapter may say and order.py for the order it says it in."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform

from . import directives, front, half, indexes, ledger_table, order, ownership
from .book import Book, BookError
from .problem import report_problem
from .report import ReportError
from .source import MarkError


def load_book(app) -> None:
    app.env.book = Book.load(app.config.book_manifest)
    app.env.ownership = ownership.Functions(app.config.ownership,
                                             app.config.comparison)
    app.env.book_fields = {}
    app.env.book_elsewhere = {}
    app.env.book_problems = {}


def look_at_reports(app, env, docnames: list[str]) -> None:
    """Say what is wrong with a chapter before a page is made of it."""
    for chapter in env.book.chapters:
        try:
            chapter.report.verify()
            for source in chapter.sources.values():
                source.snippets
        except (BookError, MarkError, ReportError) as error:
            report_problem(env, chapter.docname, error)


class LookAtPage(SphinxTransform):
    """Hold each chapter to the order; before docutils' messages are taken out."""

    default_priority = 400

    def apply(self, **kwargs) -> None:
        env = self.env
        if not env.book.chapter(env.docname):
            return
        # A chapter with both halves needs the width of the right-hand contents.
        env.metadata[env.docname]["hide-toc"] = "yes"
        # One sentence for one mistake: a refused directive has left no trace.
        broken = any(message["level"] >= 3 for message
                     in self.document.findall(nodes.system_message))
        if broken or env.docname in env.book_problems:
            return
        try:
            order.check(self.document)
        except BookError as error:
            report_problem(env, env.docname, error)
            # Without a title every page would complain that it can not link here.
            if not self.document.children:
                self.document += nodes.section("", nodes.title("", env.docname),
                                               ids=["untitled"])


def setup(app) -> dict:
    app.add_config_value("book_manifest", None, "env", [str])
    app.add_config_value("ownership", None, "env", [str])
    app.add_config_value("comparison", None, "env", [str])
    app.add_node(half.half, html=(half.visit_html, None))
    app.add_node(indexes.cell, html=(indexes.visit_cell, indexes.depart_cell))
    app.add_node(ledger_table.ledger_table, html=(ledger_table.visit_html, None))
    for name, directive in {
        "contract": directives.Contract,
        "pair": directives.Pair,
        "symptom": directives.Symptom,
        "cure": directives.Cure,
        "rule": directives.Rule,
        "in-the-wild": directives.InTheWild,
        "by-version": directives.ByVersion,
        "variant": directives.Variant,
        "documentation": directives.Documentation,
        "elsewhere": directives.Elsewhere,
        "see-also": directives.SeeAlso,
        "example-pair": front.ExamplePair,
        "example-ledger": front.ExampleLedger,
        "doors": front.Doors,
        "book-tree": front.BookTree,
    }.items():
        app.add_directive(name, directive)
    for table in indexes.TABLES:
        app.add_directive(table, indexes.Lookup)
    for table in ownership.TABLES:
        app.add_directive(table, ownership.Table)
    app.add_role("measured", directives.Measured())
    app.add_transform(LookAtPage)
    app.connect("builder-inited", load_book)
    app.connect("env-before-read-docs", look_at_reports)
    app.connect("doctree-resolved", indexes.resolve)
    app.connect("doctree-resolved", ownership.resolve)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
