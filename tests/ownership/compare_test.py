"""What CPython says of ownership, in its documentation and in refcounts.dat, and how
that is held against the table."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, "tools/ownership")

from compare import Entry, compare, compare_refcounts, documented, number, refcounts

PAGE = """
<dl><dt class="sig" id="c.PyList_New">PyList_New</dt>
<dd><em class="refcount">Return value: New reference.</em><p>A list.</p></dd>
<dt class="sig" id="c.PyList_GetItem">PyList_GetItem</dt>
<dd><em class="refcount">Return value: Borrowed reference.</em></dd>
<dt class="sig" id="c.PyList_SetItem">PyList_SetItem</dt><dd>Steals.</dd>
<dt class="sig" id="c.Py_NewRef">Py_NewRef</dt><dd>Says nothing.</dd></dl>
"""
REFCOUNTS = """\
# Doc/data/refcounts.dat of python3.11_3.11.2.orig.tar.gz
# Format: function ':' type ':' [param name] ':' [refcount effect] ':' [comment]

made:PyObject*::+1:
made:const char*:format::
made::...::

lent:PyObject*::0:
lent:PyObject*:from:0:

raising:PyObject*::null:says: what it is
raising:PyObject*:type:0:

set:int:::
set:PyObject*:to:0:
set:PyObject*:it:+1:
set:Py_ssize_t:at::

unsaid:PyObject*:::
unsaid:PyObject*:o::
"""


def function(name: str, owner: str | None = None, *effects: str | None, kind: str = "int",
             state: str = "proven", parameters: list[tuple] | None = None) -> dict:
    named = parameters or [(f"p{place}", effect) for place, effect in enumerate(effects)]
    return {"name": name, "state": state, "group": "group", "line": 3,
            "result": {"owner": owner, "type": None if owner else kind},
            "parameters": [{"name": name, "effect": effect} for name, effect in named],
            "proof": {"on": ["3.11.2"], "recipes": 4},
            "recipes": [
                {"name": name, "line": 4, "call": "no: =NULL | =NULL", "raises": None,
                 "holds": True},
                {"name": f"{name}/1", "line": 5, "call": "P() | P() !! E", "raises": "E",
                 "holds": True},
                {"name": f"{name}/2", "line": 6, "call": "later: lst() | lst()", "raises": None,
                 "holds": None},
                {"name": f"{name}/3", "line": 7, "call": "a word: lst() | =0", "raises": None,
                 "holds": True}]}


class Documentation(unittest.TestCase):
    def setUp(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "list.html").write_text(PAGE, encoding="utf-8")
            self.said = documented(Path(folder))

    def test_each_function_has_its_own_annotation(self) -> None:
        self.assertEqual(self.said, {"PyList_New": "new", "PyList_GetItem": "borrowed",
                                     "PyList_SetItem": None, "Py_NewRef": None})

    def test_what_agrees_is_counted_and_what_does_not_is_named(self) -> None:
        found = compare([
            function("PyList_New", "new"), function("PyList_GetItem", "new"),
            function("PyList_SetItem"), function("Py_NewRef", "new"),
            function("PyOther_New", "new"), function("PyList_New", "borrowed", state="transcribed"),
        ], self.said)
        self.assertEqual((found["agree"], found["silent"]), (1, ["Py_NewRef"]))
        self.assertEqual(
            [(one["name"], one["ours"], one["theirs"]) for one in found["differ"]],
            [("PyList_GetItem", "new", "borrowed")])


class Refcounts(unittest.TestCase):
    said = refcounts(REFCOUNTS)

    def compare(self, *functions: dict, version: str = "3.11.2") -> dict:
        return compare_refcounts(list(functions), self.said, version)

    def differing(self, kind: str, *functions: dict) -> list[tuple]:
        return [(one["parameter"], one["ours"], one["theirs"])
                for one in self.compare(*functions)[kind]["differ"]]

    def test_the_first_line_is_the_result_and_the_others_are_parameters(self) -> None:
        self.assertEqual(self.said["made"], Entry("+1", [("format", "")]))
        self.assertEqual(self.said["set"], Entry("", [("to", "0"), ("it", "+1"), ("at", "")]))
        self.assertEqual(self.said["raising"].result, "null")

    def test_results_are_compared(self) -> None:
        found = self.compare(function("made", "new", None), function("lent", "borrowed", "borrows"),
                             function("raising", None, "borrows", kind="NULL"),
                             function("unsaid", "new", None), function("set", None, None, None, None))
        self.assertEqual(found["results"], {"agree": 3, "differ": [], "silent": ["unsaid"]})
        self.assertEqual(self.differing(
            "results", function("made", "borrowed", None), function("lent", None, "borrows"),
            function("raising", "new", "borrows")),
            [(None, "borrowed", "new"), (None, "no object", "borrowed"), (None, "new", "null")])

    def test_arguments_are_compared_by_their_place(self) -> None:
        self.assertEqual(self.compare(function("set", None, "borrows", "keeps", None))["arguments"],
                         {"agree": 2, "differ": [], "silent": []})
        self.assertEqual(self.differing("arguments", function("set", None, "keeps", "steals", None)),
                         [("p0", "keeps", "0"), ("p1", "steals", "+1")])

    def test_nothing_said_is_no_disagreement(self) -> None:
        found = self.compare(function("unsaid", None, "keeps"),
                             function("set", None, "borrows", "replaces", None))
        self.assertEqual(found["arguments"],
                         {"agree": 1, "differ": [], "silent": ["unsaid(p0)", "set(p1)"]})

    def test_an_effect_has_a_number_on_each_version(self) -> None:
        self.assertEqual([number(effect, "3.11.2") for effect in (
            "borrows", "keeps", "steals on success", "gives new", "lends", "replaces", None,
            "keeps since 3.12", "keeps since 3.11", "keeps until 3.11", "keeps until 3.10")],
            ["0", "+1", "-1", "+1", "0", None, None, "0", "+1", "+1", "0"])

    def test_other_parameters_are_named_and_not_compared(self) -> None:
        found = self.compare(function("lent", "borrowed", "steals", "steals"))
        self.assertEqual((found["other_parameters"], found["arguments"]["differ"]), (["lent"], []))

    def test_what_a_format_asks_for_may_be_one_parameter_there(self) -> None:
        for parameters in [("format", None), ("...O", "keeps")], [("...", None)]:
            found = self.compare(function("made", "new", parameters=parameters))
            self.assertEqual(found["other_parameters"], [])

    def test_what_only_one_of_them_has_is_named(self) -> None:
        found = self.compare(function("ours", "new"), function("number", None, None),
                             function("set", None, None, None, None, state="unknown"),
                             function("made", "new", None), function("lent", "borrowed", "borrows",
                                                                     state="transcribed"))
        self.assertEqual(found["without_entry"], ["ours"])
        self.assertEqual(found["not_in_table"], ["raising", "set"])

    def test_a_disagreement_has_the_recipe_that_shows_it(self) -> None:
        def shown(*effects: str | None) -> tuple:
            one = self.compare(function("set", None, *effects, None))["arguments"]["differ"][0]
            seen = one["evidence"]
            return seen["file"], seen["line"], seen["call"], seen["recipes"], seen["on"]

        self.assertEqual(shown("steals", "keeps"),
                         ("group.txt", 7, "a word: lst() | =0", 4, ["3.11.2"]))
        # Only where it fails, an object goes in there.
        self.assertEqual(shown("borrows", "steals"),
                         ("group.txt", 5, "P() | P() !! E", 4, ["3.11.2"]))


class Report(unittest.TestCase):
    def report(self, folder: Path, documentation: str, data: str) -> dict:
        (folder / "table.json").write_text(json.dumps({"functions": [function("made", "new", None)]}))
        (folder / "refcounts.dat").write_text(data)
        subprocess.run([sys.executable, "-B", "tools/ownership/compare.py", folder / "table.json",
                        documentation, folder / "refcounts.dat", folder / "out.json"], check=True)
        return json.loads((folder / "out.json").read_text())

    def test_it_says_of_which_version_each_is(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            (folder / "index.html").write_text("<title>Overview &#8212; Python 3.13.5 docs</title>")
            found = self.report(folder, scratch, REFCOUNTS)
        self.assertEqual(found["documentation"]["version"], "3.13.5")
        self.assertEqual((found["refcounts"]["version"], found["refcounts"]["results"]["agree"]),
                         ("3.11.2", 1))

    def test_what_is_missing_is_said_and_no_failure(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            found = self.report(Path(scratch), "", "")
        self.assertIn("install the package python3-doc", found["documentation"]["missing"])
        self.assertIn("run tools/setup", found["refcounts"]["missing"])


if __name__ == "__main__":
    unittest.main()
