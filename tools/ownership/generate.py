"""Turns a file of the table into C: a function that runs each recipe."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from table import Parameter, Recipe, Row, TableError, effect_of, read, recipe_name

HEAD = """\
/* Made of {file} by generate.py. */
#include "tools/ownership/probe/probe.h"
#include "tools/ownership/probe/support.h"
"""


class Call:
    """A recipe as C: its arguments, and the expressions that make the objects."""

    def __init__(self, row: Row, recipe: Recipe) -> None:
        self.row, self.recipe = row, recipe
        self.objects: list[tuple[str, bool, bool]] = []     # expression, in/out, alone
        # The parameter that each object and each place for one stands for.
        self.object_of: list[Parameter | None] = []
        self.out_of: list[Parameter] = []
        self.words: list[str] = []                          # the arguments of the call
        self.places: dict[str, str] = {}                    # $name in code
        self._read()

    def _read(self) -> None:
        args = list(self.recipe.args)
        extra = [arg[1:] for arg in args if arg.startswith("+")]
        args = [arg for arg in args if not arg.startswith("+")]
        fixed = [one for one in self.row.parameters if not one.variadic]
        if len(args) < len(fixed) or (len(args) > len(fixed)
                                      and len(fixed) == len(self.row.parameters)):
            self._wrong(f"{len(fixed)} parameters, and {len(args)} arguments")
        for place, arg in enumerate(args):
            if place < len(fixed):
                parameter = fixed[place]
            else:
                effect, arg = effect_of(arg)
                parameter = self.row.variadic(effect)
            word = self._argument(arg, parameter)
            self.words.append(word)
            self.places[parameter.name] = self.places[str(place + 1)] = word
        for place, arg in enumerate(extra):
            self.places[f"extra{place}"] = self._argument(arg, None)

    def _argument(self, arg: str, parameter: Parameter | None) -> str:
        if arg.startswith("="):
            return arg[1:]
        if arg == "&":
            self.out_of.append(parameter)
            return f"&c->out[{len(self.out_of) - 1}]"
        in_out = arg.startswith("*")
        arg = arg.removeprefix("*")
        alone = arg.startswith("!")
        self.objects.append((arg.removeprefix("!"), in_out, alone))
        self.object_of.append(parameter)
        place = len(self.objects) - 1
        return f"&c->io[{place}]" if in_out else f"c->arg[{place}]"

    def _wrong(self, text: str) -> None:
        raise TableError(f"{self.row.file}:{self.recipe.line}: {self.row.name} has {text}")

    def code(self, part: str) -> str:
        """The C of before:, call:, after: or undo:, with $name filled in."""
        def place(found: re.Match) -> str:
            if found[1] not in self.places:
                self._wrong(f"no parameter ${found[1]}")
            return self.places[found[1]]
        return re.sub(r"\$(\w+)", place, self.recipe.code.get(part, ""))

    def statement(self) -> str:
        call = self.code("call") or f"{self.row.name}({', '.join(self.words)})"
        if self.row.has_result:
            return f"c->result = (PyObject *)({call});"
        return {"int": f"c->status = (long long)({call});",
                "number": f"c->status = ({call}) != 0;",
                "pointer": f"c->status = ({call}) != NULL;",
                "NULL": f"c->status = ({call}) != NULL;",
                "raises": f"{call};",
                "void": f"{call};"}[self.row.result]


def c_string(text: str) -> str:
    return json.dumps(text)


def emit(rows: list[Row], version: tuple[int, int], file: str, prelude: str) -> str:
    out = [HEAD.format(file=file)]
    names = []
    for row in rows:
        for recipe in row.recipes:
            if not (row.versions.hold(version) and recipe.versions.hold(version)):
                continue
            call = Call(row, recipe)
            number = len(names)
            # What refcheck names is the line of the table.
            out.append(f"static void\nrun_{number}(call *c)\n{{\n    (void)c;\n"
                       f"    {call.code('before')}\n    BEGIN_CALL\n"
                       f'#line {recipe.line} "{file}"\n    {call.statement()}\n'
                       f"    END_CALL(c)\n    {call.code('after')}\n}}")
            undo = "NULL"
            if "undo" in recipe.code:
                undo = f"undo_{number}"
                out.append(f"static void\n{undo}(call *c)\n{{\n    (void)c;\n"
                           f"    {call.code('undo')}\n}}")
            objects = ", ".join(f"{{{c_string(text)}, {int(io)}, {int(alone)}}}"
                                for text, io, alone in call.objects)
            out.append(f"static const recipe recipe_{number} = {{\n"
                       f"    {c_string(recipe_name(row, recipe))}, {len(call.objects)}, "
                       f"{len(call.out_of)}, {int(row.has_result)}, {{{objects or '{0}'}}}, "
                       f"run_{number}, {undo},\n}};")
            names.append(f"&recipe_{number}")
    out.append(f"const recipe *const all_recipes[] = {{{', '.join(names) or 'NULL'}}};")
    out.append(f"const int recipe_count = {len(names)};")
    lines = (c_string(line + "\n") for line in prelude.splitlines())
    out.append("const char prelude_source[] =\n    " + "\n    ".join(lines) + ";")
    return "\n".join(out) + "\n"


def main() -> int:
    """generate.py GROUP.txt PRELUDE.py 3.N OUT.c"""
    path, prelude, version, out = sys.argv[1:]
    try:
        major, minor = version.split(".")[:2]
        text = emit(read(Path(path)), (int(major), int(minor)), path,
                    Path(prelude).read_text(encoding="utf-8"))
    except TableError as error:
        print(error, file=sys.stderr)
        return 1
    Path(out).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
