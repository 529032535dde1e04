"""The parts of a chapter's page, each a directive, and :measured:."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from . import fields, half, ledger, ledger_table, ownership, verdict
from .book import SIDES, BookError, Entry
from .fields import FieldError
from .problem import report_problem
from .report import ReportError
from .source import MarkError, compare, unified


class PartOfChapter(SphinxDirective):
    """What the directives share: the chapter they stand in, and its errors."""

    def run(self) -> list[nodes.Node]:
        try:
            return self.render(self.chapter())
        except (BookError, FieldError, MarkError, ReportError) as error:
            report_problem(self.env, self.env.docname, error, self.lineno)
            return []

    def chapter(self) -> Entry:
        chapter = self.env.book.chapter(self.env.docname)
        if chapter is None:
            raise BookError(f"`.. {self.name}::` needs a chapter with a pair of "
                            "sources; this page has none")
        return chapter

    def render(self, chapter: Entry) -> list[nodes.Node]:
        raise NotImplementedError

    def section(self, title: str) -> nodes.section:
        """A titled section of the page that holds the directive's body."""
        out = nodes.section(ids=[self.name], names=[self.name], book=self.name,
                            classes=[self.name])
        out += nodes.title("", title)
        self.set_source_info(out)
        return out

    def parse_into(self, parent: nodes.Element) -> None:
        self.state.nested_parse(self.content, self.content_offset, parent)


class Contract(PartOfChapter):
    required_arguments = 1
    final_argument_whitespace = True
    option_spec = fields.OPTIONS

    def render(self, chapter: Entry) -> list[nodes.Node]:
        said = fields.read(self.options)
        fields.verify(said, chapter.report)
        self.env.book_fields[self.env.docname] = said
        text, problems = self.state.inline_text(self.arguments[0], self.lineno)
        box = nodes.container(classes=["contract"], book="contract")
        box += nodes.paragraph("", "", nodes.strong("", "Contract"),
                               nodes.Text(" "), *text)
        return [self.tags(chapter, said), box, *problems]

    def tags(self, chapter: Entry, said: fields.Fields) -> nodes.paragraph:
        report = chapter.report
        seen = fields.verdict_of(said, report)
        tags: list[nodes.Node] = [verdict.badge(seen)]
        if seen != said.severity:
            tags.append(nodes.inline("", said.severity))
        for number in said.cwes:
            address = f"https://cwe.mitre.org/data/definitions/{number}.html"
            tags.append(nodes.reference("", f"CWE-{number}", refuri=address))
        if said.shows:
            tags.append(nodes.inline("", f"{said.shows} only"))
        elif not report.skipped:
            tags.append(nodes.inline("", report.python))
        tags += [nodes.literal("", api, function=api) for api in said.apis]
        line = nodes.paragraph(classes=["tags"], book="tags")
        for index, tag in enumerate(tags):
            if index:
                line += nodes.Text(" ")
            tag["classes"].append("tag")
            line += tag
        return line


class Pair(PartOfChapter):
    required_arguments = 1

    def render(self, chapter: Entry) -> list[nodes.Node]:
        name = self.arguments[0]
        shown = [pair(chapter, name, self.env.docname)]
        table = ledger_of(chapter, name)
        if table:
            shown.append(nodes.section(
                "", nodes.title("", "What happened to the reference"), *table,
                ids=[f"{name}-ledger"], book="pair", classes=["ledger"]))
        return shown


def pair(chapter: Entry, name: str, docname: str, brief: bool = False) -> nodes.container:
    """Both halves of one snippet with the verdict under each, or the first of them."""
    out = nodes.container(classes=["pair"], book="pair")
    difference = compare(*(chapter.sources[side] for side in SIDES))
    for side in SIDES:
        source = chapter.sources[side]
        snippet = source.snippet(name)
        column = nodes.container(classes=["half", side])
        head = nodes.paragraph(classes=["file"])
        head += nodes.strong("", source.name)
        head += nodes.Text(" ")
        head += addnodes.download_reference(
            "", "", nodes.inline("", "\N{DOWNWARDS ARROW} whole file"), refdoc=docname,
            reftarget=f"/{chapter.docname}/{source.name}",
            classes=["whole-file"])
        column += [head, half.make(name, side, snippet, difference),
                   verdict.below_half(chapter.report, side, name, snippet,
                                      len(source.recipes) == 1, brief)]
        out += column
    return out


def ledger_of(chapter: Entry, name: str) -> list[nodes.Node]:
    """The table of what happened to the reference, or why there is none.

    Nothing at all where no reference is in the case: memory, a NULL pointer."""
    snippets = {side: chapter.sources[side].snippet(name) for side in SIDES}
    found = ledger.of_pair(chapter, snippets["leaky"])
    out: list[nodes.Node] = []
    if found:
        out.append(ledger_table.make(found, name, snippets))
    note = ledger.note(chapter.report, found)
    if note:
        out.append(nodes.paragraph("", note[:1].upper() + note[1:].rstrip(".") + ".",
                                   classes=["note-of-run"]))
    return out


class Symptom(PartOfChapter):
    has_content = True

    def render(self, chapter: Entry) -> list[nodes.Node]:
        out = self.section("How you notice")
        report = chapter.report
        measured = nodes.paragraph(classes=["measured-run"])
        if report.skipped:
            measured += nodes.Text(f"Not run here: {report.skipped}")
        else:
            measured += verdict.plain_run(report.of("leaky")[0])
        if len(measured):
            out += measured
        for run in report.runs:
            if run["module"] == "leaky" and run["said"]:
                out += nodes.paragraph("", "", *verdict.seen_by_a_user(run),
                                       classes=["measured-run"])
        self.parse_into(out)
        return [out]


class Cure(PartOfChapter):
    has_content = True

    def render(self, chapter: Entry) -> list[nodes.Node]:
        out = self.section("The cure")
        patch = unified(*(chapter.sources[side] for side in SIDES))
        out += nodes.literal_block(patch, patch, language="diff")
        self.parse_into(out)
        return [out]


class Rule(PartOfChapter):
    required_arguments = 1
    final_argument_whitespace = True

    def render(self, chapter: Entry) -> list[nodes.Node]:
        text, problems = self.state.inline_text(self.arguments[0], self.lineno)
        out = self.section("The rule")
        out += nodes.paragraph("", "", *text)
        return [out, *problems]


class Section(PartOfChapter):
    """A part that is text alone."""

    has_content = True
    title = ""

    def render(self, chapter: Entry) -> list[nodes.Node]:
        out = self.section(self.title)
        self.parse_into(out)
        return [out]


class InTheWild(Section):
    title = "In the wild"


class ByVersion(Section):
    title = "By version"


class Documentation(Section):
    title = "Where it is documented"


class Elsewhere(PartOfChapter):
    """What surprises of the functions named, in the words of the ownership table."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def render(self, chapter: Entry) -> list[nodes.Node]:
        table = self.env.ownership
        # A book that has no table has nothing to tell either.
        if not table.all:
            return []
        names = fields.names(self.arguments[0])
        for name in names:
            if name not in table.surprises:
                raise BookError(f"the ownership table has no surprise of {name}; mark one there "
                                f"with `#!`, or take {name} out of `.. {self.name}::`")
        self.env.book_elsewhere[self.env.docname] = names
        out = self.section("What surprises elsewhere")
        self.parse_into(out)
        out += nodes.bullet_list("", *(nodes.list_item("", self.told(name)) for name in names))
        return [out]

    def told(self, name: str) -> nodes.paragraph:
        out = nodes.paragraph("", "", nodes.literal("", name, function=name), nodes.Text(":"))
        for note in self.env.ownership.surprises[name]:
            out += [nodes.Text(" "), *ownership.told(note)]
        return out


class SeeAlso(Section):
    title = "Read on"


class Variant(PartOfChapter):
    """A snippet of fixed.c that is for some versions of Python."""

    required_arguments = 1

    def render(self, chapter: Entry) -> list[nodes.Node]:
        snippet = chapter.sources["fixed"].snippet(self.arguments[0])
        return [nodes.literal_block(snippet.text, snippet.text, language="c")]


class Measured(SphinxRole):
    """:measured:`[leaky|fixed] FIELD [TESTNAME]`, a value of the report."""

    def run(self) -> tuple:
        words = self.text.split()
        side = words.pop(0) if words and words[0] in SIDES else "leaky"
        try:
            return [nodes.inline("", self.value(side, *words),
                                 classes=["measured"])], []
        except (BookError, ReportError) as error:
            report_problem(self.env, self.env.docname, error, self.lineno)
            return [], []

    def value(self, side: str, field: str = "", test: str | None = None,
              *rest: str) -> str:
        chapter = self.env.book.chapter(self.env.docname)
        if chapter is None:
            raise BookError("only a chapter has measured values; this page has none")
        if not field or rest:
            raise BookError(f":measured:`{self.text}` is not "
                            "`[leaky|fixed] FIELD [TESTNAME]`; write it so")
        return chapter.report.value(field, side, test)
