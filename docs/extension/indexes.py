"""The tables that lead to chapters, generated from the whole book: by symptom, by
function, by kind of mistake, and what of the catalog has a chapter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from . import catalog, verdict
from .book import Entry
from .fields import Fields, verdict_of
from .problem import report_problem


class lookup(nodes.General, nodes.Element):
    """Becomes the table that `by` names, once every page has been read."""


class Lookup(SphinxDirective):
    # The topics up to this one have a chapter each: a gap fails the build.
    option_spec = {"through": directives.nonnegative_int}

    def run(self) -> list[nodes.Node]:
        return [lookup(by=self.name, through=self.options.get("through", 0))]


def resolve(app, doctree: nodes.document, docname: str) -> None:
    for node in list(doctree.findall(lookup)):
        book = Chapters(app, docname)
        node.replace_self(TABLES[node["by"]](book))
        # A chapter that could not be made has said so already.
        last = node["through"] if book.complete else 0
        for number in map(str, range(1, last + 1)):
            if not book.having("topics", number):
                title = catalog.topics()[number].title
                report_problem(app.env, docname, f"topic {number} ({title}) has no chapter; "
                               f"write one with `:topic: {number}`")


class Chapters:
    """The chapters whose page can be made; the others have said why not."""

    def __init__(self, app, docname: str) -> None:
        self.app, self.docname = app, docname
        env = app.env
        self.all: list[Entry] = [chapter for chapter in env.book.chapters
                                 if chapter.docname in env.book_fields
                                 and chapter.docname not in env.book_problems]
        self.complete = len(self.all) == len(env.book.chapters)

    def fields(self, chapter: Entry) -> Fields:
        return self.app.env.book_fields[chapter.docname]

    def verdict(self, chapter: Entry) -> str:
        return verdict_of(self.fields(chapter), chapter.report)

    def rank(self, chapter: Entry) -> int:
        kind = self.verdict(chapter)
        return ORDER.index(kind if kind in ORDER else None)

    def having(self, field: str, value: str) -> list[Entry]:
        return [chapter for chapter in self.all
                if value in getattr(self.fields(chapter), field)]

    def functions(self, chapter: Entry) -> list[str]:
        """That it is about, and of which it tells what surprises."""
        return (self.fields(chapter).apis
                + self.app.env.book_elsewhere.get(chapter.docname, []))

    def on(self, function: str) -> list[Entry]:
        """The chapters that are about a function come first."""
        found = [chapter for chapter in self.all if function in self.functions(chapter)]
        return sorted(found, key=lambda one: function not in self.fields(one).apis)

    def link(self, chapter: Entry) -> nodes.reference:
        title = self.app.env.titles[chapter.docname]
        return make_refnode(self.app.builder, self.docname, chapter.docname, None,
                            [node.deepcopy() for node in title.children])

    def links(self, chapters: Iterable[Entry]) -> nodes.Element:
        """Each with what the checker says of it; a dash where there is none."""
        out = nodes.bullet_list(classes=["links"])
        for chapter in chapters:
            out += nodes.list_item("", nodes.paragraph(
                "", "", self.link(chapter), nodes.Text(" "),
                verdict.badge(self.verdict(chapter))))
        return out if len(out) else nodes.paragraph(
            "", "", nodes.inline("", verdict.UNKNOWN + " no chapter yet",
                                 classes=["missing"]))


# --- By symptom --------------------------------------------------------------

# The loudest first; what is not named here was not measured.
ORDER = ["crash", "abort", "use after free", "double free", "out of bounds",
         "wrong allocator", "over-release", "exception contract", "buffer exported",
         "memory leak", "leak", "wrong result", None]


def _messages(book: Chapters) -> list[nodes.Node]:
    """What a test looked for, and found, in what a run of leaky.c printed."""
    said: dict[str, list[Entry]] = {}
    for chapter in book.all:
        for text in [*chapter.report.said, *_elsewhere(chapter)]:
            said.setdefault(text, []).append(chapter)
    rows = []
    for text in sorted(said, key=str.lower):
        shown = [nodes.paragraph("", "", nodes.literal("", text))]
        if not any(text in chapter.report.said for chapter in said[text]):
            shown.append(nodes.paragraph("", "on another version or build",
                                         classes=["missing"]))
        rows.append([shown, book.links(said[text])])
    return [_table(["The message holds", "Chapters"], [50, 50], rows)]


STRING = r'"((?:[^"\\]|\\.)*)"'
LOOKED_FOR = re.compile(r"\b(?:Says|Aborts|BreaksTheExceptionContract)\("
                        rf"\s*((?:{STRING}\s*)+)[,)]")


def _elsewhere(chapter: Entry) -> list[str]:
    """What its test looks for on other versions or builds of Python only."""
    if not chapter.test:
        return []
    # A statement about the fixed half speaks of no symptom.
    statements = chapter.test.read_text(encoding="utf-8").split(";")
    about_leaky = ";".join(one for one in statements if "(fixed," not in one)
    found = LOOKED_FOR.finditer(about_leaky)
    texts = ["".join(re.findall(STRING, one[1])).replace('\\"', '"').replace("\\\\", "\\")
             for one in found]
    return [text for text in dict.fromkeys(texts) if text not in chapter.report.said]


def _symptoms(book: Chapters) -> list[nodes.Node]:
    rows = []
    for chapter in sorted(book.all, key=book.rank):
        report = chapter.report
        seen, plain = nodes.paragraph(), nodes.paragraph()
        if report.skipped:
            seen += nodes.Text(f"Not run here: {report.skipped}")
        elif report.verdict == "clean":
            shows = book.fields(chapter).shows
            seen += nodes.Text(f"shows on {shows} only" if shows
                               else "no harm to memory; what comes back is wrong")
        else:
            seen += verdict.plainly(report.of("leaky")[0]["summary"])
            if report.of("leaky")[0].get("plain"):
                plain += nodes.Text("Without the checker: ")
                plain += verdict.plain_end(report.of("leaky")[0]["plain"])
        rows.append([nodes.paragraph("", "", verdict.badge(book.verdict(chapter))),
                     [seen, plain], nodes.paragraph("", "", book.link(chapter))])
    return [_table(["The checker says", "What it found; what shows without it", "Chapter"],
                   [16, 50, 34], rows)]


# --- By function and by kind -------------------------------------------------

def _functions(book: Chapters) -> list[nodes.Node]:
    apis = {api for chapter in book.all for api in book.functions(chapter)}
    rows = [[nodes.paragraph("", "", nodes.literal("", api, ids=[api])),
             book.links(book.on(api))]
            for api in sorted(apis, key=str.lower)]
    return [_table(["Function", "Chapters"], [36, 64], rows)]


def _severities(book: Chapters) -> list[nodes.Node]:
    rows = [[[nodes.paragraph("", "", nodes.strong("", name)), nodes.paragraph("", means)],
             book.links([chapter for chapter in book.all
                         if book.fields(chapter).severity == name])]
            for name, means in catalog.SEVERITIES.items()]
    return [_table(["How bad it is", "Chapters"], [30, 70], rows)]


def _failures(book: Chapters) -> list[nodes.Node]:
    kinds: dict[str, list[Entry]] = {}
    for chapter in sorted(book.all, key=book.rank):
        kinds.setdefault(book.verdict(chapter), []).append(chapter)
    rows = [[nodes.paragraph("", "", verdict.badge(kind)), book.links(chapters)]
            for kind, chapters in kinds.items()]
    return [_table(["The checker says", "Chapters"], [30, 70], rows)]


def _weaknesses(book: Chapters) -> list[nodes.Node]:
    rows = []
    for number, name in catalog.CWES.items():
        chapters = book.having("cwes", number)
        if chapters:
            address = f"https://cwe.mitre.org/data/definitions/{number}.html"
            rows.append([nodes.paragraph("", "", nodes.reference(
                "", f"CWE-{number}", refuri=address), nodes.Text(f" {name}")),
                book.links(chapters)])
    return [_table(["Weakness", "Chapters"], [30, 70], rows)]


# --- What of the catalog has a chapter ---------------------------------------

def _topics(book: Chapters) -> list[nodes.Node]:
    rows = [[nodes.paragraph("", topic.number), nodes.paragraph("", topic.title),
             book.links(book.having("topics", topic.number))]
            for topic in catalog.topics().values()]
    return [_table(["No.", "Topic", "Chapters"], [6, 38, 56], rows)]


def _classes(book: Chapters) -> list[nodes.Node]:
    rows = [[nodes.paragraph("", one.name),
             [nodes.paragraph("", "", nodes.strong("", one.title), nodes.Text(f": {one.what}")),
              nodes.paragraph("", "", nodes.Text(f"{one.reports} reports, as "),
                              nodes.reference("", one.example, refuri=one.link))],
             book.links(book.having("classes", one.name))]
            for one in catalog.classes().values()]
    return [_table(["Class", "What goes wrong", "Chapters"], [8, 44, 48], rows)]


TABLES: dict[str, Callable[[Chapters], list[nodes.Node]]] = {
    "by-message": _messages,
    "by-symptom": _symptoms,
    "by-function": _functions,
    "by-severity": _severities,
    "by-failure": _failures,
    "by-weakness": _weaknesses,
    "by-topic": _topics,
    "by-class": _classes,
}


def _table(heads: list[str], widths: list[int], rows: list[list]) -> nodes.table:
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", _row([nodes.paragraph("", head) for head in heads]))
    group += nodes.tbody("", *[_row(row, heads) for row in rows])
    return nodes.table("", group, classes=["colwidths-given", "lookup"])


def _row(cells: list, heads: list[str] | None = None) -> nodes.row:
    row = nodes.row()
    for place, content in enumerate(cells):
        contents = content if isinstance(content, list) else [content]
        # On a narrow screen a row is a block, whose first line needs no heading.
        head = heads[place] if heads and place else None
        row += cell("", *contents, head=head) if head else nodes.entry("", *contents)
    return row


class cell(nodes.entry):
    """An entry that knows the heading of its column, for narrow screens."""


def visit_cell(translator, node: cell) -> None:
    translator.body.append(translator.starttag(node, "td", "", **{"data-head": node["head"]}))


def depart_cell(translator, node: cell) -> None:
    translator.body.append("</td>\n")
