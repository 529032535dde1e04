"""How a row and a recipe are read, and what is said of those that cannot be."""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, "tools/ownership")

from generate import Call, emit
from table import Note, Row, TableError, Versions, read, read_all, recipe_name


def rows(text: str) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "group.txt")
        path.write_text(text, encoding="utf-8")
        return read(path)


class Reading(unittest.TestCase):
    def test_a_row_names_each_effect(self) -> None:
        row = rows("# Lists\n\nf(list borrows, index, item steals on success, place gives new)"
                   " -> borrowed from list or NULL; since 3.10; until 3.14\n")[0]
        self.assertEqual([(p.name, p.effect) for p in row.parameters],
                         [("list", "borrows"), ("index", None), ("item", "steals on success"),
                          ("place", "gives new")])
        self.assertEqual((row.name, row.result, row.lender, row.null),
                         ("f", "borrowed", "list", True))
        self.assertEqual(row.versions, Versions((3, 10), (3, 14)))
        self.assertTrue(row.has_result)

    def test_an_argument_may_be_kept_on_some_versions_only(self) -> None:
        early, late = rows("f(a keeps until 3.10, b keeps since 3.12) -> int\n")[0].parameters
        self.assertEqual((early.effect, early.words), ("keeps", "keeps until 3.10"))
        self.assertEqual([early.effect_on((3, n)) for n in (10, 11)], ["keeps", "borrows"])
        self.assertEqual([late.effect_on((3, n)) for n in (11, 12)], ["borrows", "keeps"])

    def test_a_row_may_come_from_elsewhere(self) -> None:
        row = rows("f() -> void; from the documentation\n")[0]
        self.assertEqual((row.source, row.recipes), ("the documentation", []))
        self.assertIsNone(row.reason)
        self.assertFalse(row.has_object)

    def test_a_format_may_be_read_too_late(self) -> None:
        row = rows("f(format, ..., ...N steals once read) -> new\n    =\"N\" | steals P()\n"
                   "    =NULL | borrows P() !! SystemError\n")[0]
        effects = [Call(row, recipe).object_of[0].effect for recipe in row.recipes]
        self.assertEqual(effects, ["steals", "borrows"])

    def test_a_row_may_say_why_nothing_proves_it(self) -> None:
        row = rows("f() -> void; from the documentation; unproven: it ends the process\n")[0]
        self.assertEqual((row.source, row.reason), ("the documentation", "it ends the process"))

    def test_a_format_has_an_effect_for_each_argument(self) -> None:
        row = rows("f(format, ...O keeps, ...N steals) -> new\n"
                   "    =\"ONR\" | keeps P() | steals P() | borrows H()\n")[0]
        call = Call(row, row.recipes[0])
        self.assertEqual([(p.name, p.effect) for p in call.object_of],
                         [("...O", "keeps"), ("...N", "steals"), ("...", "borrows")])
        self.assertEqual(call.statement(),
                         'c->result = (PyObject *)(f("ONR", c->arg[0], c->arg[1], c->arg[2]));')

    def test_a_recipe_has_no_effect_that_its_row_has_not(self) -> None:
        row = rows("f(format, ...O keeps) -> new\n    =\"N\" | steals P()\n")[0]
        with self.assertRaisesRegex(TableError, "f has no `...` that steals; .*`...N steals`"):
            Call(row, row.recipes[0])

    def test_what_a_function_is_for_is_no_failure(self) -> None:
        row, other = rows("f(a keeps) -> raises\n    P() !! ValueError\n"
                          "g(a keeps) -> int\n    P() !! ValueError\n")
        self.assertFalse(row.fails(row.recipes[0]))
        self.assertTrue(other.fails(other.recipes[0]))
        self.assertFalse(row.has_result)

    def test_recipes_stand_under_their_row(self) -> None:
        row = rows("f(a borrows, n) -> int\n    P() | =9\n"
                   "    too long: [1, 2] | =strlen(\"a\") !! IndexError ;; leaks ;; release ;; since 3.12\n"
                   "        before: int x = 0;\n        before: x = 1;\n"
                   "        after: (void)$a;\n")[0]
        first, second = row.recipes
        self.assertEqual((first.args, first.raises, first.label), (["P()", "=9"], None, ""))
        self.assertEqual((second.args, second.raises, second.label),
                         (["[1, 2]", "=strlen(\"a\")"], "IndexError", "too long"))
        self.assertEqual(second.versions.since, (3, 12))
        self.assertEqual((first.leaks, second.leaks), (False, True))
        self.assertEqual((first.release, second.release), (False, True))
        self.assertEqual(second.code, {"before": "int x = 0; x = 1;", "after": "(void)$a;"})
        self.assertEqual([recipe_name(row, r) for r in row.recipes], ["f", "f/1"])

    def test_a_comment_directly_above_is_a_note(self) -> None:
        row, other = rows("# Lists.\n\n# It makes\n# a list.\nf(n) -> new\n    =0\n"
                          "    #! It raises.\n    =-1 !! ValueError\n"
                          "        before: int x;\n\n# No note.\n\ng() -> int\n    ()\n")
        self.assertEqual(row.note, Note("It makes a list.", False))
        self.assertEqual([one.note for one in row.recipes], [None, Note("It raises.", True)])
        self.assertEqual(row.recipes[1].text, "=-1 !! ValueError")
        self.assertIsNone(other.note)

    def test_a_note_proves_nothing_and_changes_no_proof(self) -> None:
        plain, noted = rows("f() -> int\n    ()\n")[0], rows("#! A.\nf() -> int\n    ()\n")[0]
        self.assertEqual(plain.digest, noted.digest)

    def test_a_function_has_one_row_in_all_files(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name in "a.txt", "b.txt":
                Path(folder, name).write_text("f() -> int\n", encoding="utf-8")
            with self.assertRaisesRegex(TableError, "b.txt:1: f has a row already, in a.txt:1"):
                read_all(Path(folder))

    def test_what_cannot_be_read_gets_a_sentence(self) -> None:
        for text, sentence in {
            "f(a) returns int": "group.txt:1: this is no row; write it as NAME",
            "f(a eats) -> int": "group.txt:1: `a eats`: `eats` is no effect; use one of borrows",
            "f(a) -> owned": "group.txt:1: `-> owned` is no result; write new",
            "f(a) -> borrowed from b": "`borrowed from b` names no parameter",
            "f() -> int; after 3.9": "`; after 3.9` is not known; write since",
            "    P()": "group.txt:1: a recipe needs a row above it",
            "#! A.\nf() -> int": "group.txt:2: a surprise needs a recipe that shows it",
            "f() -> int\n        before: x;": "group.txt:2: `before: x;` belongs to no recipe",
            "f() -> int\n    ()\n        first: x;": "group.txt:3: `first: x;` belongs to no recipe",
        }.items():
            with self.subTest(text), self.assertRaises(TableError) as raised:
                rows(text + "\n")
            self.assertIn(sentence, str(raised.exception))


class Generating(unittest.TestCase):
    def call(self, text: str) -> Call:
        row = rows(text)[0]
        return Call(row, row.recipes[0])

    def test_each_argument_has_its_place(self) -> None:
        call = self.call("f(a borrows, n, b replaces, c gives new) -> new\n"
                         "    P() | =9 | *!lst() | & | +H()\n"
                         "        after: use($a, $b, $c, $extra0);\n")
        self.assertEqual(call.statement(),
                         "c->result = (PyObject *)(f(c->arg[0], 9, &c->io[1], &c->out[0]));")
        self.assertEqual(call.code("after"), "use(c->arg[0], &c->io[1], &c->out[0], c->arg[2]);")
        self.assertEqual(call.objects, [("P()", False, False), ("lst()", True, True),
                                        ("H()", False, False)])
        self.assertEqual([p.name if p else None for p in call.object_of], ["a", "b", None])

    def test_the_arguments_must_be_as_many(self) -> None:
        with self.assertRaisesRegex(TableError, "group.txt:2: f has 2 parameters, and 1 arg"):
            self.call("f(a borrows, b borrows) -> int\n    P()\n")

    def test_only_what_the_version_has_is_emitted(self) -> None:
        found = rows("old() -> int; until 3.11\n    ()\nnew() -> int; since 3.12\n    ()\n")
        for version, there, absent in ((3, 11), "old()", "new()"), ((3, 12), "new()", "old()"):
            source = emit(found, version, "group.txt", "")
            self.assertIn(there, source)
            self.assertNotIn(absent, source)


if __name__ == "__main__":
    unittest.main()
