"""The ownership table on a page: what each function does with references, proven.

Everything comes from ownership.json (//tools/ownership); a row has the name of its
function for an anchor, so that chapters and other sites can link to it."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .indexes import Chapters, _table
from .problem import report_problem
from .verdict import GOOD, UNKNOWN

PAGE = "ownership"
STATES = {"proven": (GOOD, "good"), "transcribed": (UNKNOWN, "unknown"),
          "unknown": ("?", "unknown")}

# What becomes of a reference that is taken when the function fails; "either" has a
# reason of its own for each effect.
FAILED = {"stolen": "gone, too", "ours": "still ours"}
EITHER = {"steals once read": "still ours if the format was not read yet",
          "replaces": "still in the variable after some failures"}


def takes(parameter: dict) -> bool:
    effect = parameter["effect"] or ""
    return effect.startswith("steals") or effect == "replaces"


def failed(parameter: dict, fate: str) -> str:
    return FAILED.get(fate) or EITHER[parameter["effect"]]


class Functions:
    """The functions of ownership.json; none where the site is built without it."""

    def __init__(self, path: str | None, comparison: str | None) -> None:
        self.path, self.comparison_path = path, comparison

    @cached_property
    def all(self) -> list[dict]:
        if not self.path:
            return []
        return json.loads(Path(self.path).read_text(encoding="utf-8"))["functions"]

    @cached_property
    def comparison(self) -> dict:
        """With the documentation and refcounts.dat; see compare.py."""
        if not self.comparison_path:
            return {kind: {"missing": "this site was built without the comparison"}
                    for kind in ("documentation", "refcounts")}
        return json.loads(Path(self.comparison_path).read_text(encoding="utf-8"))

    @cached_property
    def names(self) -> set[str]:
        return {one["name"] for one in self.all}

    @cached_property
    def surprises(self) -> dict[str, list[dict]]:
        """The notes that surprise, of each function that has some."""
        found = {one["name"]: [note for note in one["notes"] if note["surprise"]]
                 for one in self.all}
        return {name: notes for name, notes in found.items() if notes}


class functions(nodes.General, nodes.Element):
    """Becomes a table of functions, once every chapter has been read."""


class Table(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        return [functions(which=self.name)]


def resolve(app, doctree: nodes.document, docname: str) -> None:
    book = Chapters(app, docname)
    for node in list(doctree.findall(functions)):
        node.replace_self(TABLES[node["which"]](app.env.ownership, book))
        # A chapter that could not be made has said so already.
        if node["which"] == "ownership-surprises" and book.complete:
            for name in app.env.ownership.surprises:
                if not book.on(name):
                    report_problem(app.env, docname, f"what surprises of {name} has no chapter; "
                                   "tell it in one, by its `:api:` or by "
                                   f"`.. elsewhere:: {name}`")
    for node in list(doctree.findall(nodes.literal)):
        name = node.get("function")
        if name in app.env.ownership.names:
            address = f"{app.builder.get_relative_uri(docname, PAGE)}#{name}"
            link = nodes.reference("", "", internal=True, refuri=address, classes=node["classes"])
            node["classes"] = []
            node.replace_self(link)
            link += node


# --- One function in words ---------------------------------------------------

def _name(one: dict) -> list[nodes.Node]:
    return [nodes.paragraph("", "", nodes.literal("", one["name"], ids=[one["name"]])),
            *(_told(note, "note") for note in one["notes"])]


def _told(note: dict, *classes: str) -> nodes.paragraph:
    return nodes.paragraph("", "", *told(note), classes=list(classes))


def told(note: dict) -> list[nodes.Node]:
    """What stands between backquotes is code."""
    kinds = (nodes.Text, lambda text: nodes.literal("", text))
    return [kinds[place % 2](text)
            for place, text in enumerate(note["text"].split("`")) if text]


def result_words(one: dict) -> str:
    result = one["result"]
    if not result:
        return UNKNOWN
    if result["owner"] is None:
        return "no object"
    words = {"new": "new", "borrowed": f"borrowed from {result['lender']}"}[result["owner"]]
    return words.replace("from interpreter", "from the interpreter") + (
        ", or NULL without an exception" if result["null_without_exception"] else "")


def argument_words(one: dict) -> str:
    return ", ".join(f"{p['effect']} {p['name']}" for p in one["parameters"]
                     if p["effect"] not in (None, "borrows"))


def failure_words(one: dict) -> str:
    words = [f"{p['name']} is {failed(p, p['on_exception'])}" for p in one["parameters"]
             if takes(p) and p["on_exception"]]
    words += ["it may end the process when memory runs out"] * one["dies_when_out_of_memory"]
    return "; ".join(words + ([", ".join(one["raises"])] if one["raises"] else []))


def version_words(one: dict) -> str:
    words = [f"since {one['since']}"] if one["since"] else []
    words += [f"until {one['until']}"] if one["until"] else []
    words += ["not in the limited API"] if one["limited"] is False else []
    return ", ".join(words)


def _state(one: dict) -> list[nodes.Node]:
    sign, look = STATES[one["state"]]
    badge = nodes.inline("", "", nodes.inline("", sign, classes=["sign"]),
                         nodes.Text(f" {one['state']}"), classes=["badge", look])
    out = [nodes.paragraph("", "", badge)]
    if one["source"]:
        out.append(nodes.paragraph("", f"from {one['source']}"))
    if one["why_unproven"]:
        out.append(nodes.paragraph("", one["why_unproven"]))
    if one["proof"]:
        out.append(nodes.paragraph("", f"on {spans(one['proof']['on'])}"))
        if one["recipes"]:
            out.append(nodes.paragraph("", f"by {_recipes(one)}", classes=["note"]))
    return out


def spans(versions: list[str]) -> str:
    """3.9.18, 3.10.13, 3.12.1 are "3.9 to 3.10, 3.12"."""
    runs: list[list[int]] = []
    for minor in sorted({int(version.split(".")[1]) for version in versions}):
        if runs and runs[-1][-1] == minor - 1:
            runs[-1].append(minor)
        else:
            runs.append([minor])
    return ", ".join(f"3.{run[0]} to 3.{run[-1]}" if run[1:] else f"3.{run[0]}" for run in runs)


def _recipes(one: dict) -> str:
    number = len(one["recipes"])
    return f"{number} recipe{'s' * (number > 1)}, {one['group']}.txt:{one['line']}"


def _paragraph(text: str) -> list[nodes.Node]:
    return [nodes.paragraph("", text)] if text else []


def _chapters(book: Chapters, one: dict) -> list[nodes.Node]:
    chapters = book.on(one["name"])
    if len(chapters) < 2:
        return [nodes.paragraph("", "", book.link(chapter)) for chapter in chapters]
    # The index by function has the list.
    link = nodes.reference("", f"{len(chapters)} chapters", internal=True,
                           refuri=f"functions.html#{one['name']}")
    return [nodes.paragraph("", "", link)]


# --- The tables --------------------------------------------------------------

def _all(found: Functions, book: Chapters) -> list[nodes.Node]:
    known = [one for one in found.all if one["state"] != "unknown"]
    rows = [[_name(one), _paragraph(result_words(one)), _paragraph(argument_words(one)),
             _paragraph(failure_words(one)), _paragraph(version_words(one)), _state(one),
             _chapters(book, one)] for one in known]
    table = _table(["Function", "Result", "Arguments", "When it fails", "Versions", "State",
                    "Chapters"], [22, 14, 16, 16, 8, 9, 15], rows)
    table["classes"] += ["functions"]
    return [table]


def _steals(found: Functions, book: Chapters) -> list[nodes.Node]:
    rows = []
    for one in found.all:
        stolen = list(filter(takes, one["parameters"]))
        if not stolen:
            continue
        rows.append([_name_link(one),
                     _paragraph(_fates(stolen, "on_exception") or "no failing call is known"),
                     _paragraph(_fates(stolen, "on_memory_error") or "no allocation seen"),
                     _paragraph(", ".join(f"{p['effect']} {p['name']}" for p in stolen)),
                     _state(one), _chapters(book, one)])
    return [_table(["Function", "When it fails", "Out of memory", "What it takes", "State",
                    "Chapters"], [22, 18, 12, 20, 10, 18], rows)]


def _fates(stolen: list[dict], when: str) -> str:
    """What becomes of each, or of all alike; nothing where it is not known."""
    fates = {p["name"]: failed(p, p[when]) for p in stolen if p[when]}
    if len(fates) == len(stolen) and len(set(fates.values())) == 1:
        return fates.popitem()[1]
    return "; ".join(f"{name}: {fate}" for name, fate in fates.items())


def _surprises(found: Functions, book: Chapters) -> list[nodes.Node]:
    rows = []
    for one in found.all:
        for note in one["notes"]:
            if not note["surprise"]:
                continue
            # The one that it stands above, or all that stand under it.
            shown = [recipe for recipe in one["recipes"]
                     if note["recipe"] in (None, recipe["name"])]
            by = [nodes.paragraph("", "", nodes.literal("", recipe["call"]))
                  for recipe in shown]
            where = f"{one['group']}.txt:{shown[0]['line']}"
            rows.append([_name_link(one), [_told(note)],
                         [*by, nodes.paragraph("", where)], _state(one),
                         _chapters(book, one)])
    table = _table(["Function", "What surprises", "Shown by", "State", "Chapters"],
                   [18, 28, 26, 10, 18], rows)
    table["classes"] += ["functions"]
    return [table]


def _name_link(one: dict) -> list[nodes.Node]:
    link = nodes.reference("", "", nodes.literal("", one["name"]), internal=True,
                           refuri=f"{PAGE}.html#{one['name']}")
    return [nodes.paragraph("", "", link)]


def _counts(found: Functions, book: Chapters) -> list[nodes.Node]:
    rows = []
    for state, meaning in {
        "proven": "run, inferred in two ways, obeyed and disobeyed",
        "transcribed": "read, and not run",
        "unknown": "declared by the headers, and not in the table yet",
    }.items():
        some = [one for one in found.all if one["state"] == state]
        limited = sum(bool(one["limited"]) for one in some)
        rows.append([_paragraph(state), _paragraph(f"{len(some):,}"), _paragraph(f"{limited:,}"),
                     _paragraph(meaning)])
    ran = {version for one in found.all if one["proof"] for version in one["proof"]["on"]}
    words = ", ".join(sorted(ran, key=lambda version: [int(n) for n in version.split(".")]))
    return [_table(["State", "Functions", "Of the limited API", "What it means"],
                   [15, 12, 18, 55], rows),
            nodes.paragraph("", f"They were run on CPython {words}.")]


def _missing(found: Functions, book: Chapters) -> list[nodes.Node]:
    return [_literals([one["name"] for one in found.all if one["state"] == "unknown"])]


def _literals(names: list[str]) -> nodes.paragraph:
    out = nodes.paragraph()
    for place, name in enumerate(names):
        out += [nodes.Text(", ")] if place else []
        out += nodes.literal("", name)
    return out


def _documentation(found: Functions, book: Chapters) -> list[nodes.Node]:
    seen = found.comparison["documentation"]
    if "missing" in seen:
        return [nodes.paragraph("", f"Not compared here: {seen['missing']}.")]
    out: list[nodes.Node] = [nodes.paragraph(
        "", f"The documentation of CPython {seen['version']} says of {seen['agree']:,} results "
        "what was proven here.")]
    if seen["differ"]:
        out += [nodes.paragraph("", "Of these it says something else:"),
                _differing(seen["differ"], "Documented")]
    if seen["silent"]:
        out += [nodes.paragraph("", f"Of {len(seen['silent']):,} results that were proven it "
                                "does not say whose they are:"), _literals(seen["silent"])]
    return out


def _differing(some: list[dict], theirs: str) -> nodes.table:
    arguments = any(one["parameter"] for one in some)
    rows = []
    for one in some:
        proof = one["evidence"]
        recipe = ([nodes.paragraph("", "", nodes.literal("", proof["call"]))]
                  if proof["call"] else [])
        recipes = "1 recipe" if proof["recipes"] == 1 else f"{proof['recipes']} recipes"
        where = nodes.paragraph("", f"{proof['file']}:{proof['line']}, {recipes}, "
                                f"on {spans(proof['on'])}")
        rows.append([_name_link(one), *([_paragraph(one["parameter"])] if arguments else []),
                     _paragraph(one["ours"]), _paragraph(one["theirs"]), [*recipe, where]])
    heads = ["Function", *(["Argument"] if arguments else []), "Proven", theirs, "By"]
    table = _table(heads, [24, 12, 14, 12, 38] if arguments else [28, 14, 14, 44], rows)
    table["classes"] += ["functions"]
    return table


# What refcounts.dat and the table call differently, by what was proven.
KINDS = {
    "keeps": "kept by a reference of its own, which the file does not count",
    "steals": "stolen; the file says of itself that it has no sign for that",
    "borrows": "a container lets go of its own reference, or the result is the argument; "
               "the reference that goes in stays ours",
    "gives new": "a place that is filled, and what is put there is ours",
    "no object": "no object for the headers, or one that nobody owns yet",
}


def _refcounts(found: Functions, book: Chapters) -> list[nodes.Node]:
    seen = found.comparison["refcounts"]
    if "missing" in seen:
        return [nodes.paragraph("", f"Not compared here: {seen['missing']}.")]
    results, arguments = seen["results"], seen["arguments"]
    out: list[nodes.Node] = [nodes.paragraph(
        "", f"The file of CPython {seen['version']} says of {results['agree']:,} results and "
        f"{arguments['agree']:,} arguments what was proven here; of {len(results['differ']):,} "
        f"results and {len(arguments['differ']):,} arguments it says something else, and of "
        f"{len(results['silent']):,} results and {len(arguments['silent']):,} arguments "
        "nothing.")]
    if results["differ"]:
        out += [nodes.paragraph("", "The results:"), _differing(results["differ"], "refcounts.dat")]
    if arguments["differ"]:
        kinds = nodes.bullet_list()
        for kind, words in KINDS.items():
            number = sum(one["ours"].startswith(kind) for one in arguments["differ"])
            if number:
                kinds += nodes.list_item("", nodes.paragraph("", f"{number:,}: {words}"))
        out += [nodes.paragraph("", "The arguments:"), kinds,
                _differing(arguments["differ"], "refcounts.dat")]
    for names, sentence in {
        "other_parameters": "It gives these another number of parameters than the headers, so "
                            "that their arguments were not compared:",
        "without_entry": "Of these, proven here, it has no entry:",
        "not_in_table": "These it has, and the table does not:",
    }.items():
        if seen[names]:
            out += [nodes.paragraph("", f"{sentence[:-1]} ({len(seen[names]):,}):"),
                    _literals(seen[names])]
    return out


TABLES = {"ownership-surprises": _surprises, "ownership-table": _all, "ownership-steals": _steals,
          "ownership-counts": _counts, "ownership-missing": _missing,
          "ownership-documentation": _documentation, "ownership-refcounts": _refcounts}
