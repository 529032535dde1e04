"""What ownership.json says of a row, by what was seen of it here and elsewhere."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, "tools/ownership")

from table import read

TABLE = """\
# It is gone.
proven_here(a steals) -> int
    P()
    #! Even then.
    other: P() !! ValueError ;; since 3.12
proven_elsewhere(a borrows) -> new; since 3.12; until 3.14
    P()
changed_since(a borrows) -> new; since 3.12
    P()
immortal() -> new
    ()
wrong(a borrows) -> int
    P()
replaces(n, a replaces) -> int
    =1 | *P()
    =2 | *P() !! ValueError
    =3 | *P() !! TypeError
    nothing to replace: =4 | =NULL !! ValueError
cannot_fail(a steals) -> void
    P()
without_recipe(a borrows) -> int; from the documentation; unproven: it ends the process
"""
DECLARED = {"type": "int (PyObject *)", "parameters": [["a", "PyObject *"]], "limited": True}


def proof(name: str, wrong: list[str] = [], seen_something: bool = True) -> dict:
    return {"name": name, "recipe": name, "wrong": wrong, "program": None,
            "failures": [], "died": None,
            "seen": {"exception": None}, "left_out": {"a": "leak"},
            "seen_something": seen_something}


def replacing(recipe: str, raised: str | None, changed: bool, *exhausted: bool) -> dict:
    return {**proof("replaces"), "recipe": recipe,
            "seen": {"exception": raised, "arguments": [{"changed": changed}]},
            "failures": [{"failed": True, "exception": "MemoryError", "changed": [one]}
                         for one in exhausted]}


class Merge(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            (folder / "group.txt").write_text(TABLE)
            digests = {row.name: row.digest for row in read(folder / "group.txt")}
            (folder / "group.json").write_text(json.dumps([
                proof("proven_here"), proof("immortal", seen_something=False),
                proof("wrong", wrong=["a is stolen"]),
                replacing("replaces", None, True),
                replacing("replaces/1", "ValueError", True, True, True),
                replacing("replaces/2", "TypeError", False),
                {**proof("replaces"), "recipe": "replaces/3",
                 "seen": {"exception": "ValueError", "arguments": []}}]))
            (folder / "3.12.txt").write_text(
                "# Functions proven on CPython 3.12.1, each with a digest\n"
                f"proven_here {digests['proven_here']}\nwrong {digests['wrong']}\n"
                f"proven_elsewhere {digests['proven_elsewhere']}\nchanged_since 00000000\n")
            (folder / "headers.json").write_text(json.dumps(
                {"proven_here": DECLARED, "nobody_knows": {**DECLARED, "limited": False}}))
            subprocess.run([sys.executable, "-B", "tools/ownership/merge.py", "--python", "3.11.2",
                            "--headers", folder / "headers.json", "--out", folder / "out",
                            "--evidence", folder / "3.12.txt",
                            folder / "group.txt", folder / "group.json"], check=True)
            document = json.loads((folder / "out.json").read_text())
            cls.found = {one["name"]: one for one in document["functions"]}
            with open(folder / "out.csv", newline="", encoding="utf-8") as table:
                cls.lines = {line["name"]: line for line in csv.DictReader(table)}

    def state(self, name: str) -> tuple[str, list[str]]:
        one = self.found[name]
        return one["state"], one["proof"]["on"] if one["proof"] else []

    def test_what_was_seen_here_and_elsewhere_is_proven_on_both(self) -> None:
        self.assertEqual(self.state("proven_here"), ("proven", ["3.11.2", "3.12.1"]))

    def test_what_this_interpreter_lacks_is_proven_by_evidence(self) -> None:
        self.assertEqual(self.state("proven_elsewhere"), ("proven", ["3.12.1"]))
        self.assertEqual((self.found["proven_elsewhere"]["since"],
                          self.found["proven_elsewhere"]["until"]), ("3.12", "3.14"))

    def test_evidence_for_another_row_proves_nothing(self) -> None:
        self.assertEqual(self.state("changed_since"), ("transcribed", []))

    def test_what_is_wrong_here_is_proven_nowhere(self) -> None:
        self.assertEqual(self.state("wrong"), ("transcribed", []))
        self.assertIn("not what the row says", self.found["wrong"]["why_unproven"])

    def test_what_only_met_immortal_objects_is_not_proven(self) -> None:
        self.assertEqual(self.state("immortal"), ("transcribed", []))
        self.assertIn("immortal", self.found["immortal"]["why_unproven"])

    def test_a_row_without_recipe_says_why(self) -> None:
        one = self.found["without_recipe"]
        self.assertEqual((one["state"], one["source"], one["why_unproven"]),
                         ("transcribed", "the documentation", "it ends the process"))
        self.assertIsNone(self.found["proven_here"]["why_unproven"])

    def test_what_the_headers_declare_and_no_row_has_is_unknown(self) -> None:
        self.assertEqual(self.state("nobody_knows"), ("unknown", []))
        self.assertIs(self.found["nobody_knows"]["limited"], False)
        self.assertIs(self.found["proven_here"]["limited"], True)
        self.assertIsNone(self.found["immortal"]["limited"])

    def test_what_the_table_tells_beside_a_row_is_there_too(self) -> None:
        one = self.found["proven_here"]
        self.assertEqual(one["notes"], [
            {"text": "It is gone.", "surprise": False, "recipe": None},
            {"text": "Even then.", "surprise": True, "recipe": "proven_here/1"}])
        self.assertEqual(self.found["immortal"]["notes"], [])

    def test_each_recipe_says_whether_it_held_here(self) -> None:
        self.assertEqual((self.found["proven_here"]["line"], self.found["proven_here"]["recipes"]), (2, [
            {"name": "proven_here", "line": 3, "call": "P()", "raises": None, "holds": True},
            {"name": "proven_here/1", "line": 5, "call": "other: P() !! ValueError ;; since 3.12",
             "raises": "ValueError", "holds": None}]))
        self.assertIs(self.found["wrong"]["recipes"][0]["holds"], False)
        self.assertEqual(self.found["nobody_knows"]["recipes"], [])

    def test_what_a_failing_call_leaves_in_the_variable_is_as_it_was_seen(self) -> None:
        number, variable = self.found["replaces"]["parameters"]
        self.assertEqual((variable["on_success"], variable["on_exception"],
                          variable["on_memory_error"]), ("stolen", "either", "stolen"))
        self.assertIsNone(number["on_exception"])

    def test_of_a_call_that_cannot_fail_nothing_is_said(self) -> None:
        fates = [self.found[name]["parameters"][0]["on_exception"]
                 for name in ("proven_here", "cannot_fail")]
        self.assertEqual(fates, ["stolen", None])

    def test_the_csv_has_a_line_a_function(self) -> None:
        self.assertEqual(self.lines.keys(), self.found.keys())
        self.assertEqual((self.lines["proven_here"]["parameters"],
                          self.lines["proven_here"]["result"]), ("a: steals", "int"))


if __name__ == "__main__":
    unittest.main()
