"""Mutants of a C file: each has one operation on references taken out or changed.

What is changed stands between the marks of a snippet or anywhere else in the
file's code; comments, strings and what is for other versions of Python
(/* snippet: before_3_N */) are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A call that is a statement of its own: without it, and with another in its place.
STATEMENTS = {
    "Py_DECREF": ("", "Py_INCREF"),
    "Py_XDECREF": ("", "Py_XINCREF", "Py_DECREF"),
    "Py_INCREF": ("", "Py_DECREF"),
    "Py_XINCREF": ("", "Py_XDECREF", "Py_INCREF"),
    "Py_CLEAR": ("", "Py_XDECREF"),
    "PyBuffer_Release": ("",),
    "PyMem_Free": ("",),
    "PyObject_Free": ("",),
    "free": ("",),
    "PyErr_Clear": ("",),
}
# A call whose value is used: its argument in its place, or another call.
VALUES = {
    "Py_NewRef": ("",),
    "Py_XNewRef": ("", "Py_NewRef"),
}
# Py_SETREF(place, value): the old value is not released.
STORES = ("Py_SETREF", "Py_XSETREF")
# Formats in which O keeps a reference and N steals one.
FORMATS = ("Py_BuildValue", "Py_VaBuildValue", "PyObject_CallFunction",
           "PyObject_CallMethod")

CALL = re.compile(r"\b([A-Za-z_]\w*)\s*\(")
NULL_CHECK = re.compile(r"\b([A-Za-z_][\w.>\[\]-]*)\s*([!=]=)\s*NULL\b")
FAILURE_CHECK = re.compile(r"(?<=\))\s*<\s*0\b")
GOTO = re.compile(r"\bgoto\s+\w+;")
HIDDEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
BY_VERSION = re.compile(r"/\* snippet: ((?:before|since)_3_\d+) \*/.*?/\* end: \1 \*/", re.S)


@dataclass(frozen=True)
class Mutant:
    """One change of one line; `what` says it in words."""

    line: int       # from 1
    before: str     # the line as it is, without its indent
    what: str
    source: str     # the whole file, changed


def mutants(source: str) -> Iterator[Mutant]:
    """All mutants of a file, in the order of its lines."""
    found = sorted(_changes(source), key=lambda change: change[:2])
    for start, end, text, what in found:
        line = source.count("\n", 0, start) + 1
        yield Mutant(line, source.splitlines()[line - 1].strip(), what,
                     source[:start] + text + source[end:])


def _changes(source: str) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, text, what): put text in the place of source[start:end]."""
    code = blank(source)
    yield from _calls(source, code)
    for check in NULL_CHECK.finditer(code):
        never = "0" if check[2] == "==" else "1"
        yield *check.span(), never, f"{check[1]} is taken to be no NULL"
    for check in FAILURE_CHECK.finditer(code):
        if _in_condition(code, check.start()):
            yield *check.span(), " < -9", "a failure goes unseen"
    for jump in GOTO.finditer(code):
        value = _failure_value(code, jump.start())
        if value is not None:
            yield *jump.span(), f"return {value};", f"return {value} in place of {jump[0]}"


def _calls(source: str, code: str) -> Iterator[tuple[int, int, str, str]]:
    for call in CALL.finditer(code):
        name, opened = call[1], call.end()
        closed = _closing(code, opened)
        if closed is None:
            continue
        start, argument = call.start(), source[opened:closed]
        if name in STATEMENTS and _is_statement(code, start, closed):
            for other in STATEMENTS[name]:
                text = f"{other}({argument})" if other else "(void)0"
                yield (start, closed + 1, text,
                       f"{other} in place of {name}" if other else f"without {name}")
        elif name in VALUES:
            for other in VALUES[name]:
                yield (start, closed + 1, f"{other}({argument})",
                       f"{other} in place of {name}" if other else f"without {name}")
        elif name in STORES:
            place, value = _two(argument)
            yield start, closed + 1, f"{place} = {value}", f"{name} releases nothing"
        elif name in FORMATS:
            yield from _formats(source, opened, closed, name)


def _formats(source: str, opened: int, closed: int,
             name: str) -> Iterator[tuple[int, int, str, str]]:
    literal = re.compile(r'"([^"\\]*)"').search(source, opened, closed)
    if not literal:
        return
    for unit in re.finditer("[ON](?![&!])", literal[1]):
        other = {"O": "N", "N": "O"}[unit[0]]
        at = literal.start(1) + unit.start()
        yield at, at + 1, other, f"{other} in place of {unit[0]} in {name}"


def blank(source: str) -> str:
    """The source with comments, strings and other versions' code as blanks."""
    def blanks(found: re.Match) -> str:
        return re.sub(r"[^\n]", " ", found[0])
    return HIDDEN.sub(blanks, BY_VERSION.sub(blanks, source))


def _closing(code: str, opened: int) -> int | None:
    depth = 1
    for at in range(opened, len(code)):
        depth += {"(": 1, ")": -1}.get(code[at], 0)
        if depth == 0:
            return at
    return None


def _is_statement(code: str, start: int, closed: int) -> bool:
    before = code[:start].rstrip()
    return code[closed + 1:].lstrip().startswith(";") and before[-1:] in "{};:)"


def _two(argument: str) -> tuple[str, str]:
    """The two arguments of a call, at the comma that is in no brackets."""
    depth = 0
    for at, sign in enumerate(argument):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            return argument[:at].strip(), argument[at + 1:].strip()
    return argument, "NULL"


def _in_condition(code: str, at: int) -> bool:
    """Whether it is in the brackets of an if or a while, or joined by || or &&."""
    statement = re.split(r"[;{}]", code[:at])[-1]
    return re.search(r"\b(if|while)\s*\(", statement) is not None


def _failure_value(code: str, at: int) -> str | None:
    """What the function around it returns when it fails, or None where void."""
    heads = re.findall(r"^([A-Za-z_][\w \t]*\**)\n\w+\(", code[:at], re.M)
    if not heads:
        return None
    kind = heads[-1].replace("static", "").replace("inline", "").strip()
    if kind.endswith("*"):
        return "NULL"
    return None if kind == "void" else "-1"
