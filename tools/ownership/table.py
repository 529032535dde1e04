"""The table of ownership: a row a function, with the recipes that prove it.

README.md has the format. A row that cannot be read is a TableError, a sentence
with the file and the line."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

# What a function does with an object that goes in, or with a place for one.
IN = ("borrows", "keeps", "steals", "steals on success", "steals on failure",
      "steals once read")
IN_OUT = ("replaces",)
OUT = ("gives new", "lends")
# The exception that they set is what they are for.
RAISING = ("raises", "NULL")
NO_OBJECT = ("int", "void", "pointer", "number", *RAISING)

# Who lends a result that no argument lends: `others` are its owners, whoever they are.
LENDERS = ("interpreter", "others")

NAME = r"[A-Za-z_]\w*"
ROW = re.compile(rf"({NAME})\((.*)\) -> (.*)")
KEEPS = re.compile(r"keeps (since|until) (3\.\d+)")
VERSION = re.compile(r"(since|until) (3\.\d+)$")
FLAG = re.compile(r"\s*;; (leaks|release)$")
OUTCOME = re.compile(rf"\s*!!\s*({NAME})$")
LINES = ("before", "call", "after", "undo")


# A comment directly above a row, or above a recipe, is a note on it; with an
# exclamation mark it is a surprise.
NOTE = re.compile(r"#(!?)\s*(.*)")


class TableError(Exception):
    """What is wrong with a line and what to write, in a sentence."""


@dataclass(frozen=True)
class Versions:
    since: tuple[int, int] = (3, 9)
    until: tuple[int, int] | None = None

    def hold(self, version: tuple[int, int]) -> bool:
        return self.since <= version and (self.until is None or version <= self.until)


@dataclass(frozen=True)
class Parameter:
    name: str
    effect: str | None      # None: no object
    versions: Versions = Versions()     # it `keeps` on these; on others it `borrows`
    words: str | None = None            # the effect as the table has it

    @property
    def variadic(self) -> bool:
        """It stands for what the format asks for."""
        return self.name.startswith("...")

    def effect_on(self, version: tuple[int, int]) -> str | None:
        return self.effect if self.versions.hold(version) else "borrows"


@dataclass(frozen=True)
class Note:
    text: str
    surprise: bool


@dataclass
class Recipe:
    """One call: an argument for each parameter, as the table has them."""

    label: str
    args: list[str]
    raises: str | None
    versions: Versions
    line: int
    text: str = ""          # its line
    leaks: bool = False     # CPython has a bug there: what obeys the row leaks
    release: bool = False   # an assertion of CPython fails there in a debug build
    code: dict[str, str] = field(default_factory=dict)
    note: Note | None = None


@dataclass
class Row:
    name: str
    parameters: list[Parameter]
    result: str             # new, borrowed, or one of NO_OBJECT
    lender: str | None      # of a borrowed result: a parameter, "interpreter" or "others"
    null: bool              # it may be NULL without an exception, and no failure
    versions: Versions
    source: str | None      # where a row without recipes comes from
    reason: str | None      # why it has none
    file: str
    line: int
    recipes: list[Recipe] = field(default_factory=list)
    text: list[str] = field(default_factory=list)       # its lines
    note: Note | None = None

    @property
    def digest(self) -> str:
        """Of the row and its recipes: what was proven is proven until they change."""
        return hashlib.sha256("\n".join(self.text).encode()).hexdigest()[:8]

    def variadic(self, effect: str | None) -> Parameter:
        """The parameter of an argument of the format that has this effect."""
        for parameter in self.parameters:
            plain = parameter.name == "..." and effect is None
            if plain or (parameter.variadic and parameter.effect == effect):
                return parameter
            if parameter.variadic and (parameter.effect, effect) == ("steals once read", "steals"):
                return replace(parameter, effect="steals")
        if effect in (None, "borrows"):
            return Parameter("...", effect)
        raise TableError(f"{self.file}:{self.line}: {self.name} has no `...` that {effect}; "
                         f"name what does so in the format, such as `...N {effect}`")

    def fails(self, recipe: Recipe) -> bool:
        """Whether this call does not do what the function is for."""
        return bool(recipe.raises) and self.result not in RAISING

    @property
    def has_object(self) -> bool:
        return self.has_result or any(p.effect for p in self.parameters)

    @property
    def has_result(self) -> bool:
        return self.result not in NO_OBJECT


def read_all(folder: Path) -> list[Row]:
    rows = [row for path in sorted(folder.glob("*.txt")) for row in read(path)]
    seen: dict[str, Row] = {}
    for row in rows:
        if row.name in seen:
            raise TableError(f"{row.file}:{row.line}: {row.name} has a row already, in "
                             f"{seen[row.name].file}:{seen[row.name].line}; keep one")
        seen[row.name] = row
    return rows


def read(path: Path) -> list[Row]:
    rows: list[Row] = []
    comment: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        indent = len(line) - len(line.lstrip())
        if text.startswith("#"):
            comment.append(text)
            continue
        note, comment = _note(comment), []
        if not text:
            continue
        try:
            if indent == 0:
                rows.append(_row(text, path.name, number))
                rows[-1].note = note
            elif not rows:
                raise TableError("a recipe needs a row above it: NAME(parameters) -> result")
            elif indent <= 4:
                rows[-1].recipes.append(_recipe(text, rows[-1], number))
                rows[-1].recipes[-1].note = note
            else:
                _code(text, rows[-1])
            rows[-1].text.append(text)
        except TableError as error:
            raise TableError(f"{path.name}:{number}: {error}") from None
    for row in rows:
        if row.note and row.note.surprise and not row.recipes:
            raise TableError(f"{path.name}:{row.line}: a surprise needs a recipe that shows it; "
                             "write one under the row, or the note without `!`")
    return rows


def _note(comment: list[str]) -> Note | None:
    lines = [NOTE.match(line) for line in comment]
    text = " ".join(line[2] for line in lines)
    return Note(text, any(line[1] for line in lines)) if lines else None


def _row(text: str, file: str, line: int) -> Row:
    text, *notes = [part.strip() for part in text.split(";")]
    found = ROW.fullmatch(text)
    if not found:
        raise TableError("this is no row; write it as NAME(parameter effect, ...) -> result")
    name, inside, result = found.groups()
    parameters = [_parameter(part.strip()) for part in inside.split(",") if part.strip()]
    since, until, source, reason = (3, 9), None, None, None
    for note in notes:
        version = VERSION.fullmatch(note)
        if version and version[1] == "since":
            since = _version(version[2])
        elif version:
            until = _version(version[2])
        elif note.startswith("from "):
            source = note.removeprefix("from ")
        elif note.startswith("unproven: "):
            reason = note.removeprefix("unproven: ")
        else:
            raise TableError(f"`; {note}` is not known; write since 3.N, until 3.N, "
                             "from SOURCE or unproven: WHY")
    null = result.endswith(" or NULL")
    result = result.removesuffix(" or NULL")
    lender = None
    if result.startswith("borrowed from "):
        lender = result.removeprefix("borrowed from ")
        result = "borrowed"
        if lender not in LENDERS and lender not in [p.name for p in parameters]:
            raise TableError(f"`borrowed from {lender}` names no parameter; "
                             "name one, or `interpreter`, or `others`")
    if result not in ("new", "borrowed", *NO_OBJECT) or (result == "borrowed") != bool(lender):
        raise TableError(f"`-> {result}` is no result; write new, borrowed from PARAMETER, "
                         f"or {', '.join(NO_OBJECT)}")
    return Row(name, parameters, result, lender, null, Versions(since, until), source,
               reason, file, line)


def _parameter(text: str) -> Parameter:
    name, _, words = text.partition(" ")
    effect, versions = words, Versions()
    kept = KEEPS.fullmatch(words)
    if kept:
        effect, versions = "keeps", Versions(**{kept[1]: _version(kept[2])})
    if effect and effect not in IN + IN_OUT + OUT:
        raise TableError(f"`{text}`: `{effect}` is no effect; use one of "
                         f"{', '.join(IN + IN_OUT + OUT)}, or none where it is no object")
    return Parameter(name, effect or None, versions, words or None)


def effect_of(argument: str) -> tuple[str | None, str]:
    """The effect that an argument of `...` begins with, and the argument."""
    for effect in sorted(IN + IN_OUT + OUT, key=len, reverse=True):
        if argument.startswith(effect + " "):
            return effect, argument.removeprefix(effect).strip()
    return None, argument


def _recipe(text: str, row: Row, line: int) -> Recipe:
    whole = text
    label, raises, versions, flags = "", None, row.versions, set()
    named = re.match(r"([A-Za-z][\w ,'-]*): ", text)
    if named:
        label, text = named[1], text[named.end():]
    while True:
        version = re.search(r"\s*;; (since|until) (3\.\d+)$", text)
        outcome = OUTCOME.search(text)
        flag = FLAG.search(text)
        if version:
            changed = {version[1]: _version(version[2])}
            versions = Versions(**{**versions.__dict__, **changed})
            text = text[:version.start()]
        elif outcome:
            raises, text = outcome[1], text[:outcome.start()]
        elif flag:
            flags.add(flag[1])
            text = text[:flag.start()]
        else:
            break
    args = [] if text.strip() == "()" else [arg.strip() for arg in text.split(" | ")]
    return Recipe(label, args, raises, versions, line, text=whole,
                  leaks="leaks" in flags, release="release" in flags)


def _code(text: str, row: Row) -> None:
    word, _, code = text.partition(":")
    if word not in LINES or not row.recipes:
        raise TableError(f"`{text}` belongs to no recipe; write before:, call:, after: or undo: "
                         "under one")
    lines = row.recipes[-1].code
    lines[word] = f"{lines[word]} {code.strip()}" if word in lines else code.strip()


def _version(text: str) -> tuple[int, int]:
    major, minor = text.split(".")
    return int(major), int(minor)


def recipe_name(row: Row, recipe: Recipe) -> str:
    """PyList_SetItem, PyList_SetItem/1, ...: by its place in the row."""
    place = row.recipes.index(recipe)
    return f"{row.name}/{place}" if place else row.name
