"""The tables by symptom and by function, generated from the whole book."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from . import verdict
from .book import Entry


class by_symptom(nodes.General, nodes.Element):
    """Becomes the table of chapters by what the checker found."""


class by_function(nodes.General, nodes.Element):
    """Becomes the list of functions with the chapters that treat them."""


class BySymptom(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        return [by_symptom()]


class ByFunction(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        return [by_function()]


def resolve(app, doctree: nodes.document, docname: str) -> None:
    """Fill the tables once every page has been read."""
    makers = {by_symptom: _symptoms, by_function: _functions}
    for kind, make in makers.items():
        for node in list(doctree.findall(kind)):
            node.replace_self(make(app, docname))


def _sound(app) -> list[Entry]:
    """The chapters whose page can be made; the others have said why not."""
    return [chapter for chapter in app.env.book.chapters
            if chapter.docname not in app.env.book_problems]


def _symptoms(app, docname: str) -> list[nodes.Node]:
    rows = []
    chapters = sorted(_sound(app), key=_rank)
    for chapter in chapters:
        report = chapter.report
        seen = nodes.paragraph()
        if report.skipped:
            seen += nodes.Text(f"Not run here: {report.skipped}")
        else:
            seen += verdict.plainly(report.of("leaky")[0]["summary"])
        plain = nodes.paragraph()
        for check in report.of("leaky")[:1]:
            if check.get("plain"):
                plain += nodes.Text("Without the checker: ")
                plain += verdict.plain_end(check["plain"])
        rows.append([nodes.paragraph("", "", verdict.badge(chapter.report.verdict)),
                     [seen, plain], nodes.paragraph("", "", _link(app, docname, chapter))])
    return [_table(["The checker says", "What it found; what shows without it", "Chapter"],
                   [16, 50, 34], rows)]


# The loudest first; what is not named here was not measured.
ORDER = ["crash", "abort", "use after free", "double free", "out of bounds",
         "wrong allocator", "over-release", "exception contract", "buffer exported",
         "memory leak", "leak", None]


def _rank(chapter: Entry) -> int:
    kind = chapter.report.verdict
    return ORDER.index(kind if kind in ORDER else None)


def _functions(app, docname: str) -> list[nodes.Node]:
    treated: dict[str, list[Entry]] = {}
    for chapter in _sound(app):
        for api in app.env.book_apis.get(chapter.docname, []):
            treated.setdefault(api, []).append(chapter)
    rows = []
    for api in sorted(treated, key=str.lower):
        links = nodes.bullet_list(classes=["links"])
        for chapter in treated[api]:
            links += nodes.list_item("", nodes.paragraph(
                "", "", _link(app, docname, chapter), nodes.Text(" "),
                verdict.badge(chapter.report.verdict)))
        name = nodes.paragraph("", "", nodes.literal("", api, ids=[api]))
        rows.append([name, links])
    return [_table(["Function", "Chapters"], [36, 64], rows)]


def _link(app, docname: str, chapter: Entry) -> nodes.reference:
    title = app.env.titles[chapter.docname]
    return make_refnode(app.builder, docname, chapter.docname, None,
                        [node.deepcopy() for node in title.children])


def _table(heads: list[str], widths: list[int], rows: list[list]) -> nodes.table:
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", _row([nodes.paragraph("", head) for head in heads]))
    group += nodes.tbody("", *[_row(row) for row in rows])
    return nodes.table("", group, classes=["colwidths-given", "lookup"])


def _row(cells: list) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        row += nodes.entry("", *(cell if isinstance(cell, list) else [cell]))
    return row
