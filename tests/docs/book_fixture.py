"""A book of made-up chapters in a scratch folder, and the site built from it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LEAKY = """\
/* guests() returns a list. */
#include <Python.h>

/* snippet: guests */
static PyObject *
guests(PyObject *module, PyObject *ignored)
{
    PyObject *list = PyList_New(0);
    PyList_Append(list, name);
    return list;
}
/* end: guests */
"""
FIXED = LEAKY.replace("    return list;", "    Py_DECREF(name);\n    return list;")

PAGE = """\
Appending does not steal
========================

.. contract:: ``PyList_Append`` keeps a reference of its own.
   :api: PyList_Append, PyList_New
   :cwe: 401

We append an item and forget it.

.. pair:: guests

.. symptom::

   It takes :measured:`leaky bytes_per_call` bytes.

.. cure::

   One line.

.. rule:: Release what you append.

.. documentation::

   * `PyList_Append <https://docs.python.org/3/c-api/list.html#c.PyList_Append>`_
"""


def check(module: str, verdict: str, summary: str, test: str, **changes) -> dict:
    return {"suite": "Fixture", "test": test, "passed": True, "module": module,
            "setup": "", "statement": "m.guests()", "raises": None,
            "verdict": verdict, "summary": summary, "error": None, "calls": 15,
            "findings": [], "plain": None, **changes}


def report(**changes) -> dict:
    made = {"file": "leaky.c", "line": 8, "function": "guests", "api": "PyList_New"}
    leak = {"kind": "leak", "what": "object", "type": "bytes", "per_call": 1,
            "bytes_per_call": 45, "signal": None, "made": made, "freed": None,
            "used": None, "kept_by": None, "sentence": "..."}
    plain = {"calls": 120, "signal": None, "blocks_per_call": 1, "message": ""}
    checks = [
        check("leaky", "leak", "leaks 1 bytes object a call (45 bytes), made at "
              "leaky.c:8 by PyList_New", "LeakyLoses", findings=[leak], plain=plain),
        check("fixed", "clean", "clean", "FixedKeeps"),
        check("fixed", "clean", "clean", "FixedFails", statement="m.guests(1)",
              raises="TypeError"),
    ]
    return {"refcheck": 1, "python": {"version": "3.11.2", "debug": False},
            "checks": checks, **changes}


class Book:
    """Chapters of one part; what is not given is taken from the sound chapter."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.entries: list[dict] = []

    def chapter(self, name: str, page: str = PAGE, leaky: str = LEAKY,
                fixed: str = FIXED, result: dict | None = None,
                skip: str | None = None) -> None:
        folder = self.root / "cookbook" / "part" / name
        folder.mkdir(parents=True)
        texts = {"chapter.rst": page, "leaky.c": leaky, "fixed.c": fixed,
                 "report.json": json.dumps(report() if result is None else result)}
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8")
        self.entries.append({
            "kind": "chapter", "name": name, "skip": skip,
            "rst": str(folder / "chapter.rst"), "leaky": str(folder / "leaky.c"),
            "fixed": str(folder / "fixed.c"), "report": str(folder / "report.json")})

    def page(self, name: str, text: str) -> None:
        file = self.root / f"{name}.rst"
        file.write_text(text, encoding="utf-8")
        self.entries.append({"kind": "page", "name": name, "skip": None, "rst": str(file),
                             "pictures": []})

    def build(self, out: str = "site") -> subprocess.CompletedProcess:
        manifest = self.root / "book.json"
        manifest.write_text(json.dumps(
            [{"folder": "part", "title": "A part", "entries": self.entries}]))
        # The pages of the real site name pages that this book has not.
        docs = self.root / "docs"
        if not docs.exists():
            docs.mkdir()
            for name in ("conf.py", "colors.py", "extension", "_static"):
                (docs / name).symlink_to(Path("docs", name).resolve())
            for name in ("index", "symptoms", "functions"):
                text = Path(f"docs/{name}.rst").read_text(encoding="utf-8")
                (docs / f"{name}.rst").write_text(text.replace("   refcheck\n", "").replace(
                    ":doc:`Check your own extension <refcheck>`", "Check"))
        return subprocess.run(
            [sys.executable, "-B", "docs/build.py", "--manifest", str(manifest),
             "--conf", str(docs / "conf.py"), "--out", str(self.root / out)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
