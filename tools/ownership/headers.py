"""The public functions and macros of the C API that take or return an object, as the
headers of an interpreter have them; with clang's eyes.

headers.py CLANG INCLUDE 3.N NO_OBJECTS.txt OUT.json
Of a macro nothing tells whether it takes an object: NO_OBJECTS.txt names those
that do not."""

from __future__ import annotations

import fnmatch
import json
import re
import subprocess
import sys
from pathlib import Path

SOURCE = "\n".join(f"#include <{header}>" for header in (
    "Python.h", "datetime.h", "marshal.h", "structmember.h", "frameobject.h")) + "\n"
FUNCTION = re.compile(r"[|`]-FunctionDecl (?:0x\w+ )?(?:prev 0x\w+ )?(?P<place>.*) "
                      r"(?:used )?(?P<name>\w+) '(?P<type>[^']*)'")
PARAMETER = re.compile(r"[| ] [|`]-ParmVarDecl .*?(?:col|line):[\d:]+ (?:used )?"
                       r"(?:(?P<name>\w+) )?'(?P<type>[^']*)'")
# Structs that begin with PyObject_HEAD; with a * each is an object.
OBJECT = re.compile(r"\b(PyObject|PyTypeObject|PyCodeObject|PyFrameObject|PyVarObject|"
                    r"PyHeapTypeObject|PyUnicodeObject|PyLongObject|PyModuleObject|"
                    r"PyWeakReference|PyCFunctionObject|PyMethodObject|PyGenObject|"
                    r"PyCoroObject|PyAsyncGenObject|PyListObject|PyTupleObject) \*")
MACRO = re.compile(r"#define (Py\w+)\(")
# Underscore or not, these are documented.
DOCUMENTED = {"_PyBytes_Resize", "_PyTuple_Resize"}


def seen(command: list[str], include: str, limited: str) -> list[str]:
    """What clang says of the headers: lines."""
    command = [*command, "-isystem", include, "-x", "c", "-"]
    if limited:
        command.insert(1, f"-DPy_LIMITED_API={limited}")
    return subprocess.run(command, input=SOURCE, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, encoding="utf-8",
                          check=False).stdout.splitlines()


def macros(clang: str, include: str, limited: str = "") -> set[str]:
    """Those that are called like functions."""
    lines = seen([clang, "-E", "-dM"], include, limited)
    return {macro[1] for macro in map(MACRO.match, lines) if macro}


def declared(clang: str, include: str, limited: str = "") -> dict[str, dict]:
    """The functions by name: {"type": ..., "parameters": [[name, type], ...]}."""
    found: dict[str, dict] = {}
    current = None
    command = [clang, "-fsyntax-only", "-Xclang", "-ast-dump", "-fno-color-diagnostics"]
    for line in seen(command, include, limited):
        function = FUNCTION.match(line)
        if function:
            name = function["name"]
            public = name.startswith("Py") and not name.startswith("PyInit_") \
                or name in DOCUMENTED
            current = None
            if public and name not in found:
                found[name] = current = {"type": function["type"], "parameters": []}
        elif current is not None:
            parameter = PARAMETER.match(line)
            if parameter:
                current["parameters"].append([parameter["name"] or "", parameter["type"]])
    return found


def touches(function: dict) -> bool:
    """Whether it takes or returns an object."""
    returned = function["type"].split("(")[0]
    return bool(OBJECT.search(returned)
                or any(OBJECT.search(kind) for _, kind in function["parameters"]))


def main() -> int:
    clang, include, version, no_objects, out = sys.argv[1:]
    major, minor = map(int, version.split(".")[:2])
    version_hex = f"0x{major:02X}{minor:02X}0000"
    functions = declared(clang, include)
    if not functions:
        print(f"clang reads no function from {include}; is Python.h there?", file=sys.stderr)
        return 1
    limited = {*declared(clang, include, version_hex), *macros(clang, include, version_hex)}
    found = {name: function for name, function in functions.items() if touches(function)}
    without = [word for line in Path(no_objects).read_text(encoding="utf-8").splitlines()
               if not line.startswith("#") for word in line.split()]
    for name in macros(clang, include) - functions.keys():
        if not any(fnmatch.fnmatchcase(name, pattern) for pattern in without):
            found[name] = {"type": None, "parameters": []}
    Path(out).write_text(json.dumps({
        name: {**function, "limited": name in limited}
        for name, function in sorted(found.items())
    }, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
