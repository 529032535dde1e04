"""A book of made-up chapters in a scratch folder, and the site built from it."""

from __future__ import annotations

import json
import re
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
    PyObject *name = PyBytes_FromString("Ada");
    PyList_Append(list, name);
    return list;
}
/* end: guests */
"""
FIXED = LEAKY.replace("    return list;", "    Py_DECREF(name);\n    return list;")
# What only the cure needs, on another version of Python.
OLDER = FIXED.replace("/* snippet: guests", """\
/* snippet: before_3_10 */
#if PY_VERSION_HEX < 0x030A0000
#define Py_NewRef(object) older_newref(object)
#endif
/* end: before_3_10 */

/* snippet: guests""", 1)

PAGE = """\
Appending does not steal
========================

.. contract:: ``PyList_Append`` keeps a reference of its own.
   :topic: 41
   :class: L01b
   :severity: leak per call
   :cwe: 401
   :api: PyList_Append, PyList_New

We append an item and forget it.

.. pair:: guests

.. symptom::

   It takes :measured:`leaky bytes_per_call` bytes.

.. cure::

   One line.

.. rule:: Release what you append.

.. in-the-wild::

   Somebody forgot it.

.. documentation::

   * `PyList_Append <https://docs.python.org/3/c-api/list.html#c.PyList_Append>`_
"""
# With all that a chapter may say.
FULL = PAGE.replace(".. documentation::", """\
.. by-version::

   Older ones need a definition.

   .. variant:: before_3_10

.. documentation::""") + """\

.. see-also::

   * :doc:`sound`: where it goes well.
"""


def check(module: str, verdict: str, summary: str, test: str, **changes) -> dict:
    return {"suite": "Fixture", "test": test, "passed": True, "module": module,
            "setup": "", "statement": "m.guests()", "raises": None, "raised": None,
            "verdict": verdict, "summary": summary, "error": None, "note": None,
            "calls": 15, "findings": [], "left_out": 0, "followed": [],
            "sweep": None, "plain": None, **changes}


def place(file: str, line: int, api: str | None = None) -> dict:
    return {"library": "part.so", "file": file, "line": line, "function": "guests",
            "api": api, "source": None}


def step(what: str, change: int, count: int, where: dict | None = None) -> dict:
    return {"what": what, "change": change, "count": count, "place": where}


def ledger(file: str, *rest: dict) -> list[dict]:
    """An item is made and appended; the rest differs."""
    return [step("made", 1, 1, place(file, 8, "PyBytes_FromString")),
            step("taken", 1, 2, place(file, 9, "PyList_Append")), *rest]


def finding(kind: str = "leak", **changes) -> dict:
    return {"kind": kind, "what": "object", "type": "bytes", "repr": "b'Ada'",
            "name": None, "per_call": 1, "bytes_per_call": 36, "nth": 1,
            "signal": None, "message": None,
            "made": place("leaky.c", 8, "PyBytes_FromString"), "freed": None,
            "used": None, "kept_by": None, "failing": None, "sentence": "...",
            "ledger": ledger("leaky.c", step("given", -1, 1), step("after", 0, 1)),
            **changes}


def report(**changes) -> dict:
    plain = {"calls": 120, "signal": None, "blocks_per_call": 1, "message": None}
    followed = ledger("fixed.c", step("given", -1, 1, place("fixed.c", 10)),
                      step("freed", -1, 0), step("after", 0, 0))
    checks = [
        check("leaky", "leak", "leaks 1 bytes object a call (36 bytes), made at "
              "leaky.c:8 by PyBytes_FromString", "LeakyLoses", findings=[finding()],
              plain=plain),
        check("fixed", "clean", "clean", "FixedKeeps", followed=followed,
              sweep={"tried": 4, "survived": 4, "raised": 4, "first": None}),
        check("fixed", "clean", "clean", "FixedFails", statement="m.guests(1)",
              raises="TypeError",
              sweep={"tried": 2, "survived": 2, "raised": 2, "first": None}),
    ]
    return {"refcheck": 2, "python": {"version": "3.11.2", "debug": False},
            "verdict": "leak", "checks": checks, **changes}


def differing(name: str, parameter: str | None, ours: str, theirs: str) -> dict:
    return {"name": name, "parameter": parameter, "ours": ours, "theirs": theirs,
            "evidence": {"file": "list.txt", "line": 4, "call": "lst() | P()", "recipes": 2,
                         "on": ["3.9.18", "3.11.2"]}}


COMPARISON = {
    "documentation": {"version": "3.11.2", "agree": 2, "silent": ["PyOther_New"],
                      "differ": [differing("PyList_Append", None, "new", "borrowed")]},
    "refcounts": {"version": "3.11.2", "results": {"agree": 3, "differ": [], "silent": []},
                  "arguments": {"agree": 1204, "silent": ["PyList_Sort(list)"], "differ": [
                      differing("PyList_SetItem", "item", "steals", "0"),
                      differing("PyModule_AddObject", "value", "steals on success", "+1"),
                      differing("PyList_Append", "item", "keeps", "0")]},
                  "other_parameters": ["PyCode_New"], "without_entry": ["PyDict_GetItem"],
                  "not_in_table": []}}


class Book:
    """Chapters of one part; what is not given is taken from the sound chapter."""

    def __init__(self, root: Path, through: int = 0) -> None:
        self.root, self.through = root, through
        self.ownership: list[dict] | None = None
        self.comparison: dict | None = None
        self.entries: list[dict] = []

    def chapter(self, name: str, page: str = PAGE, leaky: str = LEAKY,
                fixed: str = FIXED, result: dict | None = None,
                skip: str | None = None, test: str = "") -> None:
        folder = self.root / "cookbook" / "part" / name
        folder.mkdir(parents=True)
        texts = {"chapter_test.cc": test, "chapter.rst": page, "leaky.c": leaky, "fixed.c": fixed,
                 "report.json": json.dumps(report() if result is None else result)}
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8")
        self.entries.append({
            "kind": "chapter", "name": name, "skip": skip,
            "rst": str(folder / "chapter.rst"), "leaky": str(folder / "leaky.c"),
            "fixed": str(folder / "fixed.c"), "report": str(folder / "report.json"),
            "test": str(folder / "chapter_test.cc")})

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
            for name in ("catalog", "conf.py", "colors.py", "extension", "_static", "_templates"):
                (docs / name).symlink_to(Path("docs", name).resolve())
            pages = ["index", "symptoms", "functions", "kinds", "coverage"]
            if self.ownership is not None:
                pages += ["ownership", "steals"]
            for name in pages:
                text = Path(f"docs/{name}.rst").read_text(encoding="utf-8")
                for real, here in {
                    "   ownership\n   steals\n": "   ownership\n   steals\n"
                    if self.ownership is not None else "",
                    "   refcheck\n": "",
                    ":doc:`Check your own extension <refcheck>`": "Check",
                }.items():
                    text = text.replace(real, here)
                text = re.sub(r":through: \d+", f":through: {self.through}", text)
                (docs / f"{name}.rst").write_text(text)
        command = [sys.executable, "-B", "docs/build.py", "--manifest", str(manifest),
                   "--conf", str(docs / "conf.py"), "--out", str(self.root / out)]
        if self.ownership is not None:
            table = self.root / "ownership.json"
            table.write_text(json.dumps({"functions": self.ownership}))
            comparison = self.root / "comparison.json"
            comparison.write_text(json.dumps(
                COMPARISON if self.comparison is None else self.comparison))
            command += ["--ownership", str(table), "--ownership", str(comparison)]
        return subprocess.run(
            command,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
