"""The checker's verdict in words, as docutils nodes. A sign and a word always
stand with the color, and every number is the report's."""

from __future__ import annotations

import re

from docutils import nodes

from .half import line_id
from .report import NOT_HERE, NOT_MEASURED, Report, number, words
from .source import Snippet

GOOD, BAD, UNKNOWN = "\N{CHECK MARK}", "\N{BALLOT X}", "\N{EN DASH}"
RAISED = re.compile(r"the statement raised (.*)")
PLACE = re.compile(r"\b(?:leaky|fixed)\.c:(\d+)")
CODE = re.compile(r"`([^`]*)`")


def badge(verdict: str) -> nodes.inline:
    """Sign and words: ✗ memory leak, ✓ clean, – not measured."""
    sign, look = {"clean": (GOOD, "good"), NOT_HERE: (UNKNOWN, "unknown"),
                  NOT_MEASURED: (UNKNOWN, "unknown")}.get(verdict, (BAD, "bad"))
    return nodes.inline("", "", nodes.inline("", sign, classes=["sign"]),
                        nodes.Text(f" {verdict}"), classes=["badge", look])


def below_half(report: Report, side: str, name: str, snippet: Snippet, alone: bool,
               brief: bool) -> nodes.container:
    """What stands under one half of the pair; `alone`: it is the file's only one."""
    box = nodes.container(classes=["verdict"])
    if report.skipped:
        box += nodes.paragraph("", "", badge("not measured"))
        box += nodes.paragraph("", f"not run here: {report.skipped}")
        return box
    if side == "fixed":
        box += _all_clean(report.of(side))
    else:
        checks = report.of(side) if alone else _about(report.of(side), snippet)
        for check in checks[:1] if brief else checks:
            box += _one(check, side, name, snippet)
    box += nodes.paragraph("", report.python, classes=["python"])
    return box


def linked(summary: str, side: str, name: str, snippet: Snippet) -> list[nodes.Node]:
    """The sentence, with `leaky.c:18` as a link to line 18 of the half above."""
    out: list[nodes.Node] = []
    for index, piece in enumerate(PLACE.split(summary)):
        if index % 2 == 0:
            out += plainly(piece)
        elif int(piece) in snippet.numbers:
            anchor = line_id(name, side, int(piece))
            out.append(nodes.reference("", f"line {piece}", internal=True,
                                       refuri=f"#{anchor}"))
        else:
            out.append(nodes.Text(f"line {piece}"))
    return out


def plainly(sentence: str) -> list[nodes.Node]:
    """The sentence, with what stands in backquotes as code."""
    return [nodes.literal("", piece) if index % 2 else nodes.Text(piece)
            for index, piece in enumerate(CODE.split(sentence))]


def statement(check: dict) -> nodes.literal:
    return _code(check["statement"].strip().splitlines())


def call(check: dict) -> list[nodes.Node]:
    """The statement, after what it needs, with the exception that is expected."""
    out: list[nodes.Node] = [statement(check)]
    # An assertion says what the result is; the call does not need it.
    setup = [line for line in check["setup"].strip().splitlines()
             if not line.startswith("assert ")]
    if setup:
        out += [nodes.Text(" after "), _code(setup)]
    if check.get("raises"):
        out.append(nodes.Text(f" raising {check['raises']}"))
    return out


def _code(lines: list[str]) -> nodes.literal:
    """The lines in one; of a class or a function its head."""
    shown: list[str] = []
    for line in lines:
        if not line.startswith((" ", "\t")):
            shown.append(line)
        elif not shown[-1].endswith("\N{HORIZONTAL ELLIPSIS}"):
            shown[-1] += " \N{HORIZONTAL ELLIPSIS}"
    return nodes.literal("", "; ".join(shown))


def plain_run(check: dict) -> list[nodes.Node]:
    """What a user sees without the checker: the same calls, run plainly."""
    plain = check.get("plain")
    if not plain:
        return []
    calls, message = plain["calls"], plain["message"] or ""
    raised = RAISED.match(message)
    out: list[nodes.Node] = [nodes.Text("Without the checker, ")]
    if plain["signal"] or raised:
        which = f"call {number(calls + 1)}" if calls else "the first call"
        out += [nodes.Text(f"{which} of "), statement(check)]
    else:
        out += [nodes.Text(f"{number(calls)} calls of "), *call(check)]
    if plain["signal"]:
        out.append(nodes.Text(f" ends the process with {plain['signal']}."))
    elif raised:
        return out + [nodes.Text(" raises "), nodes.literal("", raised[1]), nodes.Text(".")]
    else:
        grown = plain["blocks_per_call"] or 0
        moves = (f"grows by {number(grown)} a call" if grown >= 0.05
                 else "does not grow")
        out += [nodes.Text(" run to the end; "),
                nodes.literal("", "sys.getallocatedblocks()"),
                nodes.Text(f" {moves}.")]
    if message:
        return out + [nodes.Text(" The last line on stderr: "), nodes.literal("", message)]
    return out + [nodes.Text(" Nothing appears on stderr.")]


def seen_by_a_user(run: dict) -> list[nodes.Node]:
    """A run in an interpreter of its own, with the message that was looked for."""
    out: list[nodes.Node] = [nodes.Text("In a plain interpreter")]
    if run["environment"]:
        out += [nodes.Text(" with "), nodes.literal("", run["environment"])]
    out += [nodes.Text(", "), statement(run), nodes.Text(" prints "),
            nodes.literal("", run["said"])]
    if run["signal"]:
        out.append(nodes.Text(f" and ends with {run['signal']}"))
    return out + [nodes.Text(".")]


def plain_end(plain: dict) -> list[nodes.Node]:
    """The same in a word: the signal or the exception, and the message."""
    raised = RAISED.match(plain["message"] or "")
    if raised:
        return [nodes.literal("", raised[1])]
    out: list[nodes.Node] = [nodes.literal("", plain["signal"]) if plain["signal"]
                             else nodes.Text("runs to the end")]
    if plain["message"]:
        out += [nodes.Text(", "), nodes.literal("", plain["message"])]
    return out


def _about(checks: list[dict], snippet: Snippet) -> list[dict]:
    """The checks that speak of these lines, where a file shows several snippets."""
    def elsewhere(check: dict) -> bool:
        places = [finding[key]["line"] for finding in check["findings"]
                  for key in ("made", "used", "freed") if finding.get(key)]
        return bool(places) and not any(line in snippet.numbers for line in places)
    return [check for check in checks if not elsewhere(check)] or checks


def _one(check: dict, side: str, name: str, snippet: Snippet) -> list[nodes.Node]:
    out = [nodes.paragraph("", "", badge(words(check["verdict"])), nodes.Text(" "),
                           *call(check))]
    if check["verdict"] != "clean":
        out.append(nodes.paragraph("", "", *linked(check["summary"], side, name, snippet)))
    return out


def _all_clean(checks: list[dict]) -> list[nodes.Node]:
    # Two tests may check one call.
    calls: dict[str, dict] = {}
    for check in checks:
        calls.setdefault("".join(node.astext() for node in call(check)), check)
    count = len(calls)
    said = f" on {count} of {count} calls checked"
    sweeps = [check["sweep"] for check in calls.values() if check["sweep"]]
    survived, tried = (sum(sweep[key] for sweep in sweeps)
                       for key in ("survived", "tried"))
    if tried:
        said += (f"; survived {number(survived)} of {number(tried)} "
                 f"failing allocation{'s' if tried != 1 else ''}")
    listed = nodes.paragraph()
    for index, check in enumerate(calls.values()):
        if index:
            listed += nodes.Text(", ")
        listed += call(check)
    return [nodes.paragraph("", "", badge("clean"), nodes.Text(said)), listed]
