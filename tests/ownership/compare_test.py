"""What the documentation says of a result, and how that is held against the table."""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, "tools/ownership")

from compare import compare, documented

PAGE = """
<dl><dt class="sig" id="c.PyList_New">PyList_New</dt>
<dd><em class="refcount">Return value: New reference.</em><p>A list.</p></dd>
<dt class="sig" id="c.PyList_GetItem">PyList_GetItem</dt>
<dd><em class="refcount">Return value: Borrowed reference.</em></dd>
<dt class="sig" id="c.PyList_SetItem">PyList_SetItem</dt><dd>Steals.</dd>
<dt class="sig" id="c.Py_NewRef">Py_NewRef</dt><dd>Says nothing.</dd></dl>
"""


def function(name: str, owner: str | None, state: str = "proven") -> dict:
    return {"name": name, "state": state, "result": {"owner": owner}}


class Comparison(unittest.TestCase):
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
            function("PyList_SetItem", None), function("Py_NewRef", "new"),
            function("PyOther_New", "new"), function("PyList_New", "borrowed", "transcribed"),
        ], self.said)
        self.assertEqual(found, {
            "agree": 1, "silent": ["Py_NewRef"],
            "differ": [{"name": "PyList_GetItem", "ours": "new", "theirs": "borrowed"}]})


if __name__ == "__main__":
    unittest.main()
