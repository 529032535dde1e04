"""When a row counts as proven: what it promises must have been seen by a count."""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, "tools/ownership")

from prove import Proof, without_count
from table import read

MORTAL, IMMORTAL = {"immortal": False}, {"immortal": True}


class Counted(unittest.TestCase):
    def lacking(self, *seen: dict) -> set[str]:
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder, "group.txt")
            table.write_text("f(a borrows, place gives new) -> new\n    P() | &\n    H() | &\n")
            row, = read(table)
        return without_count(row, [Proof(row, recipe, 0, seen=one)
                                   for recipe, one in zip(row.recipes, seen)])

    def test_each_promise_may_be_seen_by_another_recipe(self) -> None:
        self.assertEqual(self.lacking({"result": MORTAL, "outs": [IMMORTAL]},
                                      {"result": None, "outs": [MORTAL]}), set())

    def test_what_was_only_seen_immortal_or_not_at_all_is_lacking(self) -> None:
        self.assertEqual(self.lacking({"result": IMMORTAL, "outs": [MORTAL]}), {"result"})
        self.assertEqual(self.lacking({"result": MORTAL, "outs": [None]}), {"place"})
        self.assertEqual(self.lacking({"ended": 11}), {"result", "place"})


if __name__ == "__main__":
    unittest.main()
