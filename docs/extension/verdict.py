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


def below_half(report: Report, side: str, name: str, snippet: Snippet) -> nodes.container:
    """What stands under one half of the pair."""
    box = nodes.container(classes=["verdict"])
    if report.skipped:
        box += nodes.paragraph("", "", badge("not measured"))
        box += nodes.paragraph("", f"not run here: {report.skipped}")
        return box
    if side == "fixed":
        box += _all_clean(report.of(side))
    else:
        for check in report.of(side):
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


def plain_run(check: dict) -> list[nodes.Node]:
    """What a user sees without the checker: the same calls, run plainly."""
    plain = check.get("plain")
    if not plain:
        return []
    calls = number(plain["calls"])
    out: list[nodes.Node] = [nodes.Text(f"Without the checker, {calls} calls of "),
                             statement(check)]
    if plain["signal"]:
        out.append(nodes.Text(f" end the process with {plain['signal']}."))
    else:
        grown = plain["blocks_per_call"] or 0
        moves = (f"grows by {number(grown)} a call" if grown >= 0.05
                 else "does not grow")
        out += [nodes.Text(" end like any others; "),
                nodes.literal("", "sys.getallocatedblocks()"),
                nodes.Text(f" {moves}.")]
    if plain["message"]:
        out += [nodes.Text(" The last line on stderr: "),
                nodes.literal("", plain["message"]), nodes.Text(".")]
    elif plain["signal"]:
        out.append(nodes.Text(" Nothing is printed."))
    return out


def _one(check: dict, side: str, name: str, snippet: Snippet) -> list[nodes.Node]:
    out = [nodes.paragraph("", "", badge(check["verdict"]), nodes.Text(" "),
                           statement(check))]
    if check["verdict"] != "clean":
        out.append(nodes.paragraph("", "", *linked(check["summary"], side, name, snippet)))
    return out


def _all_clean(checks: list[dict]) -> list[nodes.Node]:
    count = len(checks)
    calls = nodes.paragraph()
    for index, check in enumerate(checks):
        if index:
            calls += nodes.Text(", ")
        calls += statement(check)
    return [nodes.paragraph("", "", badge("clean"),
                            nodes.Text(f" on {count} of {count} calls checked")), calls]
