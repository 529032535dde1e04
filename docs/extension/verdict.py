"""The checker's verdict in words, as docutils nodes. A sign and a word always
stand with the color, and every number is the report's."""

from __future__ import annotations

import re

from docutils import nodes

from .half import line_id
from .report import Report, number
from .source import Snippet

GOOD, BAD, UNKNOWN = "\N{CHECK MARK}", "\N{BALLOT X}", "\N{EN DASH}"
PLACE = re.compile(r"\b(?:leaky|fixed)\.c:(\d+)")


def badge(verdict: str) -> nodes.inline:
    """Sign and word: ✗ leak, ✓ clean, – not measured."""
    sign, look = {"clean": (GOOD, "good"),
                  "not measured": (UNKNOWN, "unknown")}.get(verdict, (BAD, "bad"))
    return nodes.inline("", "", nodes.inline("", sign, classes=["sign"]),
                        nodes.Text(f" {verdict}"), classes=["badge", look])


def below_half(report: Report, side: str, name: str, snippet: Snippet,
               brief: bool) -> nodes.container:
    """What stands under one half of the pair."""
    box = nodes.container(classes=["verdict"])
    if report.skipped:
        box += nodes.paragraph("", "", badge("not measured"))
        box += nodes.paragraph("", f"not run here: {report.skipped}")
        return box
    if side == "fixed":
        box += _all_clean(report.of(side))
    else:
        checks = _about(report.of(side), snippet)
        for check in checks[:1] if brief else checks:
            box += _one(check, side, name, snippet)
    box += nodes.paragraph("", report.python, classes=["python"])
    return box


def linked(summary: str, side: str, name: str, snippet: Snippet) -> list[nodes.Node]:
    """The sentence, with `leaky.c:18` as a link to line 18 of the half above."""
    out: list[nodes.Node] = []
    for index, piece in enumerate(PLACE.split(summary)):
        if index % 2 == 0:
            out.append(nodes.Text(piece))
        elif int(piece) in snippet.numbers:
            anchor = line_id(name, side, int(piece))
            out.append(nodes.reference("", f"line {piece}", internal=True,
                                       refuri=f"#{anchor}"))
        else:
            out.append(nodes.Text(f"line {piece}"))
    return out


def statement(check: dict) -> nodes.literal:
    return nodes.literal("", "; ".join(check["statement"].strip().splitlines()))


def call(check: dict) -> list[nodes.Node]:
    """The statement, with the exception where one is expected."""
    if not check.get("raises"):
        return [statement(check)]
    return [statement(check), nodes.Text(f" raising {check['raises']}")]


def plain_run(check: dict) -> list[nodes.Node]:
    """What a user sees without the checker: the same calls, run plainly."""
    plain = check.get("plain")
    if not plain:
        return []
    out: list[nodes.Node] = [nodes.Text("Without the checker, ")]
    if plain["signal"]:
        which = (f"call {number(plain['calls'] + 1)}" if plain["calls"]
                 else "the first call")
        out += [nodes.Text(f"{which} of "), statement(check),
                nodes.Text(f" ends the process with {plain['signal']}.")]
    else:
        grown = plain["blocks_per_call"] or 0
        moves = (f"grows by {number(grown)} a call" if grown >= 0.05
                 else "does not grow")
        out += [nodes.Text(f"{number(plain['calls'])} calls of "), *call(check),
                nodes.Text(" run to the end; "),
                nodes.literal("", "sys.getallocatedblocks()"),
                nodes.Text(f" {moves}.")]
    if plain["message"]:
        out += [nodes.Text(" The last line on stderr: "),
                nodes.literal("", plain["message"])]
    else:
        out.append(nodes.Text(" Nothing appears on stderr."))
    return out


def _about(checks: list[dict], snippet: Snippet) -> list[dict]:
    """The checks that speak of these lines, where a file shows several snippets."""
    def elsewhere(check: dict) -> bool:
        places = [finding[key]["line"] for finding in check["findings"]
                  for key in ("made", "used", "freed") if finding.get(key)]
        return bool(places) and not any(line in snippet.numbers for line in places)
    return [check for check in checks if not elsewhere(check)] or checks


def _one(check: dict, side: str, name: str, snippet: Snippet) -> list[nodes.Node]:
    out = [nodes.paragraph("", "", badge(check["verdict"]), nodes.Text(" "),
                           *call(check))]
    if check["verdict"] != "clean":
        out.append(nodes.paragraph("", "", *linked(check["summary"], side, name, snippet)))
    return out


def _all_clean(checks: list[dict]) -> list[nodes.Node]:
    count = len(checks)
    calls = nodes.paragraph()
    for index, check in enumerate(checks):
        if index:
            calls += nodes.Text(", ")
        calls += call(check)
    return [nodes.paragraph("", "", badge("clean"),
                            nodes.Text(f" on {count} of {count} calls checked")), calls]
