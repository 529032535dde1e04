"""The public functions of the C API that take or return an object, as the headers
of an interpreter declare them; with clang's eyes.

headers.py CLANG INCLUDE 3.N OUT.json"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

SOURCE = "\n".join(f"#include <{header}>" for header in (
    "Python.h", "datetime.h", "marshal.h", "structmember.h", "frameobject.h")) + "\n"
FUNCTION = re.compile(r"[|`]-FunctionDecl (?:0x\w+ )?(?:prev 0x\w+ )?(?P<place>.*) "
                      r"(?:used )?(?P<name>\w+) '(?P<type>[^']*)'")
PARAMETER = re.compile(r"\| [|`]-ParmVarDecl .*?(?:col|line):[\d:]+ (?:used )?"
                       r"(?:(?P<name>\w+) )?'(?P<type>[^']*)'")
# Structs that begin with PyObject_HEAD; with a * each is an object.
OBJECT = re.compile(r"\b(PyObject|PyTypeObject|PyCodeObject|PyFrameObject|PyVarObject|"
                    r"PyHeapTypeObject|PyUnicodeObject|PyLongObject|PyModuleObject|"
                    r"PyWeakReference|PyCFunctionObject|PyMethodObject|PyGenObject|"
                    r"PyCoroObject|PyAsyncGenObject|PyListObject|PyTupleObject) \*")
# Underscore or not, these are documented.
DOCUMENTED = {"_PyBytes_Resize", "_PyTuple_Resize"}


def declared(clang: str, include: str, limited: str = "") -> dict[str, dict]:
    """The functions by name: {"type": ..., "parameters": [[name, type], ...]}."""
    command = [clang, "-fsyntax-only", "-Xclang", "-ast-dump", "-fno-color-diagnostics",
               "-isystem", include, "-x", "c", "-"]
    if limited:
        command.insert(1, f"-DPy_LIMITED_API={limited}")
    dump = subprocess.run(command, input=SOURCE, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, encoding="utf-8", check=False).stdout
    found: dict[str, dict] = {}
    current = None
    for line in dump.splitlines():
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
    clang, include, version, out = sys.argv[1:]
    major, minor = map(int, version.split(".")[:2])
    functions = declared(clang, include)
    limited = declared(clang, include, f"0x{major:02X}{minor:02X}0000")
    if not functions:
        print(f"clang reads no function from {include}; is Python.h there?", file=sys.stderr)
        return 1
    Path(out).write_text(json.dumps({
        name: {**function, "limited": name in limited}
        for name, function in sorted(functions.items()) if touches(function)
    }, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
