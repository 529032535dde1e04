"""The ledger as a table: each count is a number and a row of boxes.

A box is a reference. One that was just given back is a dashed outline, one that
stays too many is crossed out: color says nothing that shape and words do not.
"""

from __future__ import annotations

from html import escape

from docutils import nodes

from .book import SIDES
from .half import line_id
from .ledger import Count, Ledger, Row
from .report import number
from .source import Snippet

SIGN = {"good": "\N{CHECK MARK} ", "bad": "\N{BALLOT X} ", "": ""}
CHANGED = {"leaky": "\N{MINUS SIGN}", "fixed": "+", "": ""}
BOXES, SIZE, STEP = 12, 11, 15


class ledger_table(nodes.General, nodes.Element):
    """A table made by hand: docutils gives its own neither caption nor scopes."""


def make(ledger: Ledger, name: str, snippets: dict[str, Snippet]) -> ledger_table:
    shown = {side: set(snippets[side].numbers) for side in SIDES}
    return ledger_table("", html=_table(ledger, name, shown))


def visit_html(translator, node: ledger_table) -> None:
    translator.body.append(node["html"])
    raise nodes.SkipNode


def _table(ledger: Ledger, name: str, shown: dict[str, set[int]]) -> str:
    heads = ["Line", "What was called, and what it did"]
    heads += [f"{side}.c" for side in ledger.sides]
    kinds = ["line", "step", *ledger.sides]
    base = {side: _base(ledger, side) for side in ledger.sides}
    out = [f'<table class="ledger">\n<caption>{_caption(ledger)}</caption>\n<thead><tr>']
    out += [f'<th scope="col" class="{kind}">{head}</th>'
            for kind, head in zip(kinds, heads)]
    out.append("</tr></thead>\n<tbody>\n")
    for row in ledger.rows:
        out.append(f'<tr class="{row.changed or "same"}">{_line(row, name, shown)}'
                   f'<th scope="row" class="step">{_step(row)}</th>')
        out += [_count(row, side, base[side]) for side in ledger.sides]
        out.append("</tr>\n")
    return "".join(out) + "</tbody>\n</table>\n"


def _caption(ledger: Ledger) -> str:
    """One call of m.guests(), and the bytes object that it makes."""
    finding = ledger.finding
    statement = "; ".join(ledger.check["statement"].strip().splitlines())
    call = f"One call of <code>{escape(statement)}</code>"
    kind = f"<code>{escape(finding['type'])}</code> object"
    if finding["what"] == "object":
        api = (finding["made"] or {}).get("api")
        by = f"<code>{escape(api)}</code>" if api else "it"
        return f"{call}: the references to the {kind} that {by} makes"
    if finding["type"] == "NoneType":
        return f"{call}: the references to None"
    named = finding["name"]
    which = f"the {kind} <code>{escape(named)}</code>" if named else f"a {kind} older than it"
    return f"{call}: the references to {which}"


def _line(row: Row, name: str, shown: dict[str, set[int]]) -> str:
    out = []
    for side, line in row.lines.items():
        if len(set(row.lines.values())) == 1 and out:
            break
        label = f'aria-label="line {line} of {side}.c"'
        out.append(f'<a href="#{line_id(name, side, line)}" {label}>{line}</a>'
                   if line in shown[side] else f"{line}")
    sign = f' <span class="sign">{CHANGED[row.changed]}</span>' if row.changed else ""
    return f'<td class="line">{" | ".join(out)}{sign}</td>'


def _step(row: Row) -> str:
    called = escape(row.called)
    if row.code:
        # A phone may break a long name here and nowhere else.
        called = f"<code>{called.replace('_', '_<wbr>')}</code>"
    words = f' <span class="words">{escape(row.words)}</span>' if row.words else ""
    return f'<span class="called">{called}</span>{words}'


def _count(row: Row, side: str, base: int) -> str:
    count = row.counts.get(side)
    if count is None:
        dash = "\N{EN DASH}" if row.counts else ""
        return f'<td class="{side} none">{dash}</td>'
    word = ""
    if count.word:
        look = f"word {count.look}".strip()
        word = f' <span class="{look}">{SIGN[count.look]}{count.word}</span>'
    return (f'<td class="{side}"><span class="count">{number(count.count)}</span> '
            f"{boxes(count, base)}{word}</td>")


def _base(ledger: Ledger, side: str) -> int:
    """So many references are left out of each row of boxes, where they are many."""
    counts = [row.counts[side].count for row in ledger.rows if side in row.counts]
    return min(counts) - 1 if max(counts, default=0) > BOXES else 0


def boxes(count: Count, base: int = 0) -> str:
    """The count as a picture, up to 12 boxes; three dots stand for all others."""
    there = max(count.count - base, 0)
    gone = max(-count.change, 0) if there < BOXES else 0
    kinds = ["dots"] if base > 0 else []
    kinds += ["own"] * (min(there, BOXES) - count.surplus)
    kinds += ["surplus"] * min(count.surplus, there, BOXES)
    kinds += ["gone"] * min(gone, BOXES - there)
    kinds += ["dots"] if there > BOXES else []
    if not kinds:
        return ""
    width = STEP * len(kinds)
    shapes = "".join(_shape(kind, STEP * place) for place, kind in enumerate(kinds))
    return (f'<svg class="boxes" width="{width}" height="{STEP - 2}" '
            f'viewBox="0 0 {width} {STEP - 2}" aria-hidden="true">{shapes}</svg>')


def _shape(kind: str, left: int) -> str:
    x = left + 1
    if kind == "dots":
        return "".join(f'<circle cx="{x + dot}" cy="9.5" r="1.2"/>' for dot in (2, 6, 10))
    box = f'<rect class="{kind}" x="{x}" y="1" width="{SIZE}" height="{SIZE}"/>'
    if kind == "surplus":
        box += f'<path d="M{x} 1l{SIZE} {SIZE}m0 -{SIZE}l-{SIZE} {SIZE}"/>'
    return box
