"""The cookbook's Sphinx extension: pages whose code is the code that was
compiled and whose numbers are the checker's. See directives.py for what a
chapter may say and order.py for the order it says it in."""

from __future__ import annotations

from docutils import nodes

from . import directives, half, indexes, order
from .book import Book, BookError
from .problem import report_problem
from .report import ReportError
from .source import MarkError


def load_book(app) -> None:
    app.env.book = Book.load(app.config.book_manifest)
    app.env.book_apis = {}
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


def look_at_page(app, document: nodes.document) -> None:
    docname = app.env.docname
    if not app.env.book.chapter(docname):
        return
    # A chapter with both halves needs the width of the right-hand contents.
    app.env.metadata[docname]["hide-toc"] = "yes"
    if docname in app.env.book_problems:
        return  # one sentence for one mistake: a refused directive left no trace
    try:
        order.check(document)
    except BookError as error:
        report_problem(app.env, docname, error)


def setup(app) -> dict:
    app.add_config_value("book_manifest", None, "env", [str])
    app.add_node(half.half, html=(half.visit_html, None))
    for name, directive in {
        "contract": directives.Contract,
        "pair": directives.Pair,
        "symptom": directives.Symptom,
        "cure": directives.Cure,
        "rule": directives.Rule,
        "documentation": directives.Documentation,
        "by-symptom": indexes.BySymptom,
        "by-function": indexes.ByFunction,
        "example-pair": indexes.ExamplePair,
        "doors": indexes.Doors,
        "book-tree": indexes.BookTree,
    }.items():
        app.add_directive(name, directive)
    app.add_role("measured", directives.Measured())
    app.connect("builder-inited", load_book)
    app.connect("env-before-read-docs", look_at_reports)
    app.connect("doctree-read", look_at_page)
    app.connect("doctree-resolved", indexes.resolve)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
