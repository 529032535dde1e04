"""The pages about ownership: what they say of a function, and where they lead."""

from __future__ import annotations

import re
import tempfile
import unittest
from pathlib import Path

from book_fixture import PAGE, Book


def function(name: str, **changes) -> dict:
    return {"name": name, "state": "proven", "since": None, "until": None, "limited": True,
            "result": {"owner": None, "lender": None, "type": "int",
                       "null_without_exception": False},
            "parameters": [], "raises": [], "proof": {"on": ["3.9.18", "3.11.2"]}, "source": None,
            "why_unproven": None, "dies_when_out_of_memory": False, "group": "list",
            "line": 3, "notes": [], "recipes": [], **changes}


def note(text: str, surprise: bool = False, recipe: str | None = None) -> dict:
    return {"text": text, "surprise": surprise, "recipe": recipe}


def parameter(name: str, effect: str | None, failure: str | None = "ours") -> dict:
    return {"name": name, "effect": effect, "on_exception": failure, "on_memory_error": failure}


FUNCTIONS = [
    function("PyDict_GetItem", result={"owner": "borrowed", "lender": "dict", "type": None,
                                       "null_without_exception": True},
             parameters=[parameter("dict", "borrows"), parameter("key", "borrows")]),
    function("PyList_Append", notes=[note("It is slow, as `in` is.")],
             parameters=[parameter("list", "borrows"), parameter("item", "keeps")]),
    function("PyList_SetItem", raises=["IndexError"],
             notes=[note("The old one is released."),
                    note("It steals then, too.", surprise=True, recipe="PyList_SetItem/1")],
             recipes=[{"name": "PyList_SetItem", "line": 7, "call": "lst() | =1 | P()"},
                      {"name": "PyList_SetItem/1", "line": 8, "call": "lst() | =9 | P()"}],
             parameters=[parameter("list", "borrows"), parameter("index", None, None),
                         parameter("item", "steals", "stolen")]),
    function("PyModule_AddObject", dies_when_out_of_memory=True, notes=[note("On success only.", surprise=True)],
             recipes=[{"name": "PyModule_AddObject", "line": 3, "call": "mod() | P()"},
                      {"name": "PyModule_AddObject/1", "line": 4, "call": "P() | P()"}],
             parameters=[parameter("value", "steals on success")]),
    function("PyFuture_New", state="transcribed", since="3.15", proof=None,
             source="the documentation", why_unproven="nobody has it yet"),
    function("PyNew_Known", limited=False, result={"owner": "new", "lender": None, "type": None,
                                    "null_without_exception": False}, line=7,
             proof={"on": ["3.9.18", "3.10.13", "3.11.2", "3.13.0"]},
             recipes=[{"name": "PyNew_Known", "line": 8, "call": "()"},
                      {"name": "PyNew_Known/1", "line": 9, "call": "=1"}]),
    function("PyOther_New", state="unknown", result=None, proof=None, limited=False),
]


# A chapter about another function, that tells what surprises of two.
TELLING = PAGE.replace("PyList_Append, PyList_New", "PyList_New") + """\

.. elsewhere:: PyModule_AddObject, PyList_SetItem

   Others steal, too.

.. see-also::

   * :doc:`sound`: where it goes well.
"""


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.scratch = tempfile.TemporaryDirectory()
        cls.root = Path(cls.scratch.name)
        book = Book(cls.root)
        book.chapter("sound")
        book.chapter("telling", TELLING)
        book.ownership = FUNCTIONS
        cls.done = book.build()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.scratch.cleanup()

    def setUp(self) -> None:
        self.assertEqual((self.done.returncode, self.done.stderr), (0, ""))

    def html(self, page: str) -> str:
        return (self.root / f"site/{page}.html").read_text(encoding="utf-8")

    def text(self, page: str) -> str:
        body = self.html(page).split('<article role="main"')[1].split("</article>")[0]
        return " ".join(re.sub(r"<[^>]*>", " ", body).split())

    def test_a_row_says_who_owns_what(self) -> None:
        page = self.text("ownership")
        self.assertIn("PyDict_GetItem borrowed from dict, or NULL without an exception "
                      "\N{CHECK MARK} proven on 3.9, 3.11 ", page)
        self.assertIn("no object keeps item \N{CHECK MARK}", page)
        self.assertIn("no object steals item item is gone, too; IndexError", page)
        self.assertIn("On success only. no object steals on success value value is still ours; "
                      "it may end the process when memory runs out",
                      page)
        self.assertIn("since 3.15 \N{EN DASH} transcribed from the documentation nobody has it yet", page)

    def test_a_proven_row_says_on_what_and_by_what(self) -> None:
        self.assertIn("PyNew_Known new not in the limited API \N{CHECK MARK} proven on 3.9 to 3.11, 3.13 by 2 recipes, "
                      "list.txt:7", self.text("ownership"))
        self.assertIn("run on CPython 3.9.18, 3.10.13, 3.11.2, 3.13.0.", self.text("ownership"))

    def test_what_is_missing_is_counted_and_named(self) -> None:
        page = self.text("ownership")
        self.assertIn("proven 5 4", page)
        self.assertIn("unknown 1 0", page)
        self.assertIn("neither proven nor transcribed: PyOther_New", page)

    def test_what_steals_stands_with_the_failing_call_first(self) -> None:
        page = self.text("steals")
        self.assertIn("PyList_SetItem gone, too gone, too steals item", page)
        self.assertIn("PyModule_AddObject still ours still ours steals on success value", page)
        self.assertNotIn("PyDict_GetItem", page)

    def test_a_note_stands_in_its_row(self) -> None:
        page = self.text("ownership")
        self.assertIn("PyList_Append It is slow, as in is. no object keeps item", page)
        self.assertIn("PyList_SetItem The old one is released. It steals then, too. no obj", page)

    def test_a_surprise_stands_with_the_recipe_that_shows_it(self) -> None:
        page = self.text("steals").split("What surprises", 1)[1]
        self.assertIn("PyList_SetItem It steals then, too. lst() | =9 | P() list.txt:8 "
                      "\N{CHECK MARK} proven on 3.9, 3.11", page)
        self.assertIn("PyModule_AddObject On success only. mod() | P() P() | P() list.txt:3", page)
        self.assertNotIn("The old one is released", page)
        self.assertNotIn("=1", page)
        self.assertNotIn("PyList_Append", page)

    def test_it_is_held_against_the_documentation(self) -> None:
        page = self.text("ownership")
        self.assertIn("The documentation of CPython 3.11.2 says of 2 results what was proven "
                      "here. Of these it says something else: Function Proven Documented By "
                      "PyList_Append new borrowed lst() | P() list.txt:4, 2 recipes, on 3.9, "
                      "3.11 Of 1 results", page)

    def test_it_is_held_against_refcounts_dat(self) -> None:
        page = self.text("ownership")
        self.assertIn("The file of CPython 3.11.2 says of 3 results and 1,204 arguments what was "
                      "proven here; of 0 results and 3 arguments it says something else, and of "
                      "0 results and 1 arguments nothing. The arguments: 1: kept", page)
        self.assertIn("2: stolen; the file", page)
        self.assertIn("Function Argument Proven refcounts.dat By PyList_SetItem item steals 0 "
                      "lst() | P() list.txt:4, 2 recipes, on 3.9, 3.11 PyModule_AddObject "
                      "value steals on success +1", page)
        self.assertIn("not compared (1): PyCode_New Of these, proven here, it has no entry (1): "
                      "PyDict_GetItem", page)
        self.assertNotIn("the table does not", page)
        self.assertTrue((self.root / "site/comparison.json").is_file())

    def test_a_row_can_be_linked_to(self) -> None:
        self.assertIn('id="PyList_SetItem"', self.html("ownership"))
        self.assertIn('href="ownership.html#PyList_SetItem"', self.html("steals"))

    def test_chapters_and_rows_lead_to_each_other(self) -> None:
        self.assertIn('href="../ownership.html#PyList_Append"', self.html("part/sound"))
        self.assertNotIn("ownership.html#PyList_New", self.html("part/sound"))
        self.assertIn('href="part/sound.html"', self.html("ownership"))

    def test_a_chapter_tells_surprises_in_the_words_of_the_table(self) -> None:
        self.assertIn("What surprises elsewhere Others steal, too. PyModule_AddObject : On success "
                      "only. PyList_SetItem : It steals then, too. Read on",
                      self.text("part/telling").replace(" \N{PILCROW SIGN}", "").replace(" #", ""))
        self.assertNotIn("The old one is released", self.text("part/telling"))
        self.assertNotIn("What surprises elsewhere", self.html("part/sound"))

    def test_a_surprise_and_its_chapter_lead_to_each_other(self) -> None:
        self.assertIn('href="../ownership.html#PyList_SetItem"', self.html("part/telling"))
        for page in "ownership", "steals", "functions":
            with self.subTest(page):
                self.assertRegex(self.html(page).split("<article")[1],
                                 r'(?s)PyList_SetItem(?:(?!</tr>).)*href="part/telling\.html"')

    def test_a_cell_knows_its_heading_where_rows_are_blocks(self) -> None:
        page = self.html("ownership")
        self.assertIn('<td data-head="When it fails"><p>item is gone, too; IndexError</p>', page)
        self.assertIn('<td data-head="Versions"></td>', page)

    def test_the_table_is_there_for_programs(self) -> None:
        self.assertTrue((self.root / "site/ownership.json").is_file())


class Surprises(unittest.TestCase):
    def built(self, page: str, ownership: list[dict] | None) -> tuple[int, list[str]]:
        with tempfile.TemporaryDirectory() as scratch:
            book = Book(Path(scratch))
            book.chapter("sound")
            book.chapter("telling", page)
            book.ownership = ownership
            done = book.build()
            self.html = "" if done.returncode else Path(
                scratch, "site/part/telling.html").read_text(encoding="utf-8")
            return done.returncode, done.stderr.replace(scratch, "").splitlines()

    def test_each_is_told_in_a_chapter(self) -> None:
        done = self.built(TELLING.replace("PyModule_AddObject, ", ""), FUNCTIONS)
        self.assertEqual(done, (1, [
            "/docs/steals.rst: steals: what surprises of PyModule_AddObject has no chapter; tell "
            "it in one, by its `:api:` or by `.. elsewhere:: PyModule_AddObject`."]))

    def test_a_chapter_about_the_function_tells_it(self) -> None:
        page = TELLING.replace("PyModule_AddObject, ", "")
        done = self.built(page.replace(":api: ", ":api: PyModule_AddObject, "), FUNCTIONS)
        self.assertEqual(done, (0, []))

    def test_a_function_without_one_is_refused(self) -> None:
        for name in "PyList_Append", "PyDict_Never":
            with self.subTest(name):
                code, said = self.built(TELLING.replace("PyModule_AddObject", name), FUNCTIONS)
                self.assertEqual((code, len(said)), (1, 1))
                self.assertRegex(said[0], rf"telling/chapter\.rst:\d+: part/telling: the ownership "
                                 rf"table has no surprise of {name}; mark one there with `#!`, or "
                                 rf"take {name} out of `.. elsewhere::`\.$")

    def test_a_book_without_the_table_tells_none(self) -> None:
        self.assertEqual(self.built(TELLING, None), (0, []))
        self.assertNotIn("Others steal", self.html)

    def test_it_has_its_place_in_a_chapter(self) -> None:
        start, end = TELLING.split(".. elsewhere", 1)
        end, more = end.split(".. see-also", 1)
        code, said = self.built(f"{start}.. see-also{more}\n.. elsewhere{end}", FUNCTIONS)
        self.assertEqual((code, len(said)), (1, 1))
        self.assertIn("`.. elsewhere::` and `.. see-also::`", said[0].split("; make it")[1])


class WithoutThem(unittest.TestCase):
    def test_what_is_missing_is_said(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            book = Book(Path(scratch))
            book.chapter("sound")
            book.chapter("telling", TELLING)
            book.ownership = FUNCTIONS
            book.comparison = {"documentation": {"missing": "install it"},
                               "refcounts": {"missing": "run tools/setup"}}
            done = book.build()
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            page = Path(scratch, "site/ownership.html").read_text(encoding="utf-8")
        self.assertIn("Not compared here: install it.", page)
        self.assertIn("Not compared here: run tools/setup.", page)


if __name__ == "__main__":
    unittest.main()
