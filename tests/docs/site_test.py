"""A sound chapter is rendered whole; a broken one fails with a sentence."""

from __future__ import annotations

import filecmp
import re
import tempfile
import unittest
from pathlib import Path

from book_fixture import FIXED, FULL, LEAKY, OLDER, PAGE, Book, finding, report


def failing(index: int, **changes) -> dict:
    """The sound report with one check changed."""
    out = report()
    out["checks"][index].update(changes)
    return out


def run(module: str, **changes) -> dict:
    return {"module": module, "statement": "m.guests()", "said": None, "signal": None,
            "environment": None, **changes}


class SoundBook(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.scratch = tempfile.TemporaryDirectory()
        cls.root = Path(cls.scratch.name)
        cls.book = Book(cls.root)
        cls.book.chapter("sound")
        cls.book.chapter("skipped", skip="python3 cannot import NumPy")
        cls.book.chapter("refused", page=PAGE.replace("leak per call", "memory unsafe"),
                         result=failing(
            0, verdict="over_release", note="no ledger: perf events are refused",
            findings=[finding("over_release", ledger=[])]))
        cls.book.chapter("full", page=FULL, fixed=OLDER, result=report(runs=[
            run("leaky", said="Fatal Python error", signal="SIGABRT",
                environment="PYTHONMALLOC=debug"),
            run("leaky"), run("fixed", said="all is well")]))
        cls.book.chapter("wrong", page=PAGE.replace("leak per call", "wrong result"),
                         result=failing(0, verdict="clean", summary="clean", findings=[]),
                         test='Says("Read "\n  "elsewhere"), Prints("mine");'
                              'EXPECT_THAT(Plainly(fixed, "x"), Says("All is well"));')
        cls.book.chapter("older", page=PAGE.replace("   :api:", "   :shows: 3.9-3.10\n   :api:"),
                         result=failing(0, verdict="clean", summary="clean", findings=[]))
        cls.book.page("reading", "Reading\n=======\n\n.. example-pair:: part/sound guests\n\n"
                                 "The table.\n\n.. example-ledger:: part/sound guests\n")
        cls.done = cls.book.build()
        if cls.done.returncode == 0:
            cls.page = (cls.root / "site/part/sound.html").read_text(encoding="utf-8")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.scratch.cleanup()

    def setUp(self) -> None:
        self.assertEqual((self.done.returncode, self.done.stderr), (0, ""))

    def html(self, page: str) -> str:
        return (self.root / f"site/{page}.html").read_text(encoding="utf-8")

    def text(self, page: str = "") -> str:
        """The words of the page's body, as a reader without CSS has them."""
        body = (page or self.page).split('<article role="main"')[1].split("</article>")[0]
        return " ".join(re.sub(r"<[^>]*>", "", body).split())

    def test_each_half_has_the_lines_of_its_file(self) -> None:
        for side, last in ("leaky", 11), ("fixed", 12):
            ids = re.findall(rf'id="guests-{side}-(\d+)"', self.page)
            self.assertEqual(ids, [str(n) for n in range(5, last + 1)])
        self.assertEqual(re.findall("counter-reset: line ([0-9]+)", self.page), ["4", "4"])

    def test_only_the_cure_is_marked_and_room_is_left_for_it(self) -> None:
        marked = re.findall(r'<span id="([^"]*)" class="changed"', self.page)
        self.assertEqual(marked, ["guests-fixed-10"])
        gaps = re.findall(r'<span id="([^"]*)" data-gap style="--gap: (\d)"', self.page)
        self.assertEqual(gaps, [("guests-leaky-10", "1")])

    def test_no_mark_number_or_sign_is_in_the_code(self) -> None:
        for block in re.findall(r"<pre>(.*?)</pre>", self.page, re.S)[:2]:
            code = re.sub(r"<[^>]*>", "", block)
            self.assertTrue(code.startswith("static PyObject *\nguests("), code)
            self.assertNotIn("snippet:", code)
        self.assertNotIn("end: guests", self.page)

    def test_both_verdicts_stand_under_the_halves(self) -> None:
        self.assertIn("✗ leak m.guests() leaks 1 bytes object a call (36 bytes), "
                      "made at line 8 by PyBytes_FromString CPython 3.11.2", self.text())
        self.assertIn("✓ clean on 2 of 2 calls checked; survived 6 of 6 failing "
                      "allocations m.guests(), m.guests(1) raising TypeError "
                      "CPython 3.11.2", self.text())
        self.assertIn('href="#guests-leaky-8"', self.page)

    def test_the_table_tells_what_happened_to_the_reference(self) -> None:
        self.assertIn("What happened to the reference# One call of m.guests(): the "
                      "references to the bytes object that PyBytes_FromString makes",
                      self.text())
        self.assertIn("Py_DECREF(name) gives one back", self.text())
        for line in re.findall(r'href="#(guests-\w+-\d+)" aria', self.page):
            self.assertIn(f'<span id="{line}"', self.page)

    def test_where_there_is_no_table_the_checker_says_why(self) -> None:
        page = (self.root / "site/part/refused.html").read_text(encoding="utf-8")
        self.assertIn("What happened to the reference# No ledger: perf events are "
                      "refused. How you notice", self.text(page))
        self.assertNotIn('<table class="ledger">', page)
        self.assertIn("✗ over-release memory unsafe CWE-401", self.text(page))

    def test_a_wrong_result_is_no_clean_one(self) -> None:
        page = self.html("part/wrong")
        self.assertNotIn("All is well", self.html("symptoms"))
        self.assertIn("✗ wrong result CWE-401", self.text(page))
        self.assertIn("Read elsewhere on another version or build Appending does not steal "
                      "✗ wrong result", self.text(self.html("symptoms")))

    def test_a_page_shows_a_table_where_it_speaks_of_it(self) -> None:
        page = (self.root / "site/part/reading.html").read_text(encoding="utf-8")
        self.assertIn("The table. One call of m.guests(): the references", self.text(page))
        self.assertEqual(page.count('<table class="ledger">'), 1)

    def test_the_numbers_are_the_report_s(self) -> None:
        self.assertIn("It takes 36 bytes.", self.text())
        self.assertIn("Without the checker, 120 calls of m.guests() run to the end; "
                      "sys.getallocatedblocks() grows by 1 a call.", self.text())

    def test_the_cure_is_the_diff_of_the_files(self) -> None:
        self.assertIn("--- leaky.c +++ fixed.c @@ -7,5 +7,6 @@", self.text())
        self.assertIn("+ Py_DECREF(name);", self.text())

    def test_the_very_files_can_be_downloaded(self) -> None:
        files = sorted(self.root.glob("site/_downloads/*/*.c"))
        self.assertEqual({(f.name, f.read_text()) for f in files},
                         {("leaky.c", LEAKY), ("fixed.c", FIXED), ("fixed.c", OLDER)})

    def test_the_tags_tell_the_kind_the_class_and_the_version(self) -> None:
        self.assertIn("✗ leak leak per call CWE-401 CPython 3.11.2 PyList_Append PyList_New",
                      self.text())

    def test_what_else_a_chapter_says_stands_in_sections_of_its_own(self) -> None:
        page = self.html("part/full")
        self.assertIn("In the wild# Somebody forgot it. By version# Older ones need a "
                      "definition. #if PY_VERSION_HEX &lt; 0x030A0000", self.text(page))
        self.assertIn("Read on# Appending does not steal: where it goes well.", self.text(page))

    def test_the_message_that_a_user_sees_is_the_run_s(self) -> None:
        page = self.text(self.html("part/full"))
        self.assertIn("In a plain interpreter with PYTHONMALLOC=debug, m.guests() prints Fatal "
                      "Python error and ends with SIGABRT.", page)
        self.assertEqual(page.count("In a plain interpreter"), 1)

    def test_what_is_for_other_versions_is_no_part_of_the_cure(self) -> None:
        page = self.html("part/full")
        self.assertEqual(re.findall(r'<span id="([^"]*)" class="changed"', page),
                         ["guests-fixed-16"])
        cure = self.text(page).split("The cure#")[1].split("The rule#")[0]
        self.assertIn("--- leaky.c +++ fixed.c @@ -7,5 +13,6 @@", cure)
        self.assertNotIn("older_newref", cure)

    def test_a_bug_of_other_versions_is_not_asked_for_here(self) -> None:
        self.assertIn("– not on this version leak per call CWE-401 CPython 3.9–3.10 only",
                      self.text(self.html("part/older")))

    def test_the_indexes_lead_to_the_chapters(self) -> None:
        self.assertIn("Fatal Python error Appending does not steal ✗ leak Read elsewhere",
                      self.text(self.html("symptoms")))
        self.assertNotIn("all is well", self.html("symptoms"))
        kinds = self.text(self.html("kinds"))
        self.assertIn("memory unsafe The process may crash, or go on with wrong data. "
                      "Appending does not steal ✗ over-release leak per call", kinds)
        self.assertIn("CWE-401 Missing Release of Memory after Effective Lifetime "
                      "Appending", kinds)
        coverage = self.text(self.html("coverage"))
        self.assertIn("41 PyList_Append does not steal Appending does not steal ✗ leak", coverage)
        self.assertRegex(coverage, "42 [^–]* – no chapter yet 43")
        self.assertRegex(coverage, "L01b new ref into PyList_Append/PySet_Add: [^✗]*"
                         "matplotlib/matplotlib#6942 Appending does not steal ✗ leak")

    def test_a_skipped_chapter_says_why(self) -> None:
        page = self.text((self.root / "site/part/skipped.html").read_text(encoding="utf-8"))
        self.assertIn("– not measured not run here: python3 cannot import NumPy", page)
        self.assertIn("It takes not measured bytes.", page)

    def test_the_front_page_shows_the_pair_and_the_indexes_lead_to_it(self) -> None:
        site = self.root / "site"
        self.assertIn("✗ leak", self.text((site / "index.html").read_text(encoding="utf-8")))
        for name in "symptoms.html", "functions.html":
            self.assertIn('href="part/sound.html"', (site / name).read_text(encoding="utf-8"))
        self.assertIn("pylist_append", (site / "searchindex.js").read_text())

    def test_nothing_is_fetched_from_elsewhere_and_no_path_leaks(self) -> None:
        for file in self.root.glob("site/**/*.html"):
            page = file.read_text(encoding="utf-8")
            self.assertNotIn(str(self.root), page)
            self.assertEqual(re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//[^"]*"', page), [])
        for file in self.root.glob("site/**/*.css"):
            self.assertNotIn("@import", file.read_text(encoding="utf-8"))
        for file in self.root.glob("site/_static/scripts/furo.js"):
            self.assertNotRegex(file.read_text(encoding="utf-8"), r"(?m)^import ")

    def test_the_same_book_gives_the_same_bytes(self) -> None:
        self.assertEqual(self.book.build("again").returncode, 0)

        def differing(pair: filecmp.dircmp) -> list[str]:
            own = pair.diff_files + pair.left_only + pair.right_only
            return own + [d for sub in pair.subdirs.values() for d in differing(sub)]

        self.assertEqual(differing(filecmp.dircmp(
            self.root / "site", self.root / "again", ignore=[])), [])


class BrokenPages(unittest.TestCase):
    """All are built at once: one broken chapter must not hide another."""

    # What is broken, how, and the sentence it must get.
    CASES = {
        "missing_mark": (
            {"page": PAGE.replace(".. pair:: guests", ".. pair:: hosts")},
            "leaky.c has no mark `/* snippet: hosts */`; add it and its end, "
            "or show one that is there (guests)."),
        "mark_only_in_leaky": (
            {"fixed": FIXED.replace("guests */", "hosts */")},
            "fixed.c has no mark `/* snippet: guests */`; add it and its end, "
            "or show one that is there (hosts)."),
        "open_mark": (
            {"fixed": FIXED.replace("/* end: guests */", "")},
            "fixed.c:4: `/* snippet: guests */` is never closed; "
            "add `/* end: guests */` below what is shown."),
        "stray_end": (
            {"leaky": LEAKY.replace("/* snippet: guests */", "")},
            "leaky.c:12: `/* end: guests */` has no partner; "
            "write each name once, as a `snippet` and then its `end`."),
        "no_text": (
            {"page": "Appending\n=========\n"},
            "chapter.rst has no text; write the title and `.. contract::`, prose, "
            "`.. pair::`, `.. symptom::`, `.. cure::`, "
            "`.. rule::`, `.. in-the-wild::` and `.. documentation::`."),
        "empty_page": (
            {"page": ""},
            "chapter.rst has no text; write the title and `.. contract::`, prose, "
            "`.. pair::`, `.. symptom::`, `.. cure::`, "
            "`.. rule::`, `.. in-the-wild::` and `.. documentation::`."),
        "no_prose": (
            {"page": PAGE.replace("We append an item and forget it.", "")},
            "chapter.rst has no prose; add it ("),
        "no_rule": (
            {"page": PAGE.replace(".. rule:: Release what you append.", "")},
            "chapter.rst has no `.. rule::`; add it (`.. contract::`, prose, `.. pair::`, "
            "`.. symptom::`, `.. cure::`, `.. rule::`, `.. in-the-wild::` and `.. documentation::`, in this order)."),
        "out_of_order": (
            {"page": PAGE.replace("We append an item and forget it.\n\n.. pair:: guests",
                                  ".. pair:: guests\n\nWe append an item and forget it.")},
            "chapter.rst is out of order ("),
        "unknown_field": (
            {"page": PAGE.replace("leaky bytes_per_call", "leaky bytes")},
            "`bytes` is not a field of the report; use one of bytes_per_call, "),
        "unknown_test": (
            {"page": PAGE.replace("leaky bytes_per_call", "leaky type Nobody")},
            "the report has no check of `leaky` in a test called Nobody; "
            "the name is the one in chapter_test.cc."),
        "empty_field": (
            {"page": PAGE.replace("leaky bytes_per_call", "leaky signal")},
            "Fixture.LeakyLoses reported no `signal`; "
            "ask for a field that the run has filled in."),
        "leaky_clean": (
            {"result": failing(0, verdict="clean", summary="clean")},
            "leaky.c shows no bug: its first check, Fixture.LeakyLoses, says `clean`; "
            "put the mistake back or reorder the checks."),
        "bug_of_this_version": (
            {"page": PAGE.replace("   :api:", "   :shows: 3.11-\n   :api:"),
             "result": failing(0, verdict="clean", summary="clean")},
            "leaky.c shows no bug: its first check, Fixture.LeakyLoses, says `clean`; "),
        "no_severity": (
            {"page": PAGE.replace("   :severity: leak per call\n", "")},
            "the contract has no `:severity:`; add it: how bad it is."),
        "wrong_severity": (
            {"page": PAGE.replace("leak per call", "leak on error")},
            "`:severity: leak on error` is not what the run found: leak per call; "
            "correct the field or the test."),
        "severity_of_an_error": (
            {"result": failing(0, raised="TypeError: no")},
            "`:severity: leak per call` is not what the run found: leak on error; "),
        "unknown_severity": (
            {"page": PAGE.replace("leak per call", "bad")},
            "`:severity: bad` is not known; use one of memory unsafe, leak per call, "),
        "unknown_topic": (
            {"page": PAGE.replace(":topic: 41", ":topic: 129")},
            "`:topic: 129` is not known; use one of docs/catalog."),
        "unknown_class": (
            {"page": PAGE.replace("L01b", "L99")},
            "`:class: L99` is not known; use one of docs/catalog."),
        "unknown_weakness": (
            {"page": PAGE.replace(":cwe: 401", ":cwe: 400")},
            "`:cwe: 400` is not known; use one of 125, "),
        "in_no_catalog": (
            {"page": PAGE.replace("   :topic: 41\n   :class: L01b\n", "")},
            "the contract has neither `:topic:` nor `:class:`; "),
        "wrong_versions": (
            {"page": PAGE.replace("   :api:", "   :shows: old ones\n   :api:")},
            "`:shows: old ones` names no versions; write 3.9-3.11, or 3.12- for all from then on."),
        "unknown_variant": (
            {"page": FULL},
            "fixed.c has no mark `/* snippet: before_3_10 */`; "),
        "fixed_leaks": (
            {"result": failing(2, verdict="leak", summary="leaks 1 list object a call")},
            "fixed.c is not clean: Fixture.FixedFails says `leak` "
            "(leaks 1 list object a call); finish the cure."),
        "fixed_gives_up": (
            {"result": failing(2, sweep={"tried": 6, "survived": 5, "raised": 5,
                                         "first": None})},
            "fixed.c does not survive every failing allocation: Fixture.FixedFails "
            "survives 5 of 6; finish the cure."),
        "test_failed": (
            {"result": failing(1, passed=False)},
            "the test Fixture.FixedKeeps did not pass; "
            "make it pass before the page is rendered."),
        "one_sided": (
            {"result": report(checks=report()["checks"][:1])},
            "no check of `fixed` is in the report; add one to chapter_test.cc."),
        "syntax": (
            {"page": PAGE.replace("We append", "We *append")},
            "Inline emphasis start-string without end-string."),
        "wrong_option": (
            {"page": PAGE.replace(":cwe:", ":cve:")},
            'Error in "contract" directive: unknown option: "cve".'),
        "unknown_directive": (
            {"page": PAGE.replace(".. cure::", ".. remedy::")},
            'Unknown directive type "remedy".'),
        "no_such_page": (
            {"page": PAGE.replace("One line.", "See :doc:`/part/nowhere`.")},
            "unknown document: "),
    }

    @classmethod
    def setUpClass(cls) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            book = Book(Path(scratch))
            book.chapter("sound")
            for name, (changes, _) in cls.CASES.items():
                book.chapter(name, **changes)
            book.chapter("no_report")
            (Path(scratch) / "cookbook/part/no_report/report.json").unlink()
            book.page("no_chapter", "A page\n======\n\n:measured:`type`\n")
            book.page("no_example", "A page\n======\n\n.. example-pair:: part/gone guests\n")
            book.page("no_ledger", "A page\n======\n\n.. example-ledger::\n")
            cls.done = book.build()

    def said_of(self, name: str) -> list[str]:
        return [line for line in self.done.stderr.splitlines() if f"part/{name}" in line
                or f"/{name}.rst" in line]

    def test_the_build_fails(self) -> None:
        self.assertEqual(self.done.returncode, 1)

    def test_each_gets_one_sentence_that_names_its_page(self) -> None:
        for name, (_, sentence) in self.CASES.items():
            with self.subTest(name):
                said = self.said_of(name)
                self.assertEqual(len(said), 1, "\n".join(said) or "nothing was said")
                self.assertIn(f"cookbook/part/{name}/chapter.rst", said[0])
                self.assertIn(sentence, said[0])

    def test_a_missing_report_names_the_command_that_makes_it(self) -> None:
        said = self.said_of("no_report")
        self.assertEqual(len(said), 1, said)
        self.assertIn("part/no_report: the report of the run is missing; make it with "
                      "`bazel build //cookbook:part/no_report/report`.", said[0])

    def test_a_page_has_no_measured_values(self) -> None:
        self.assertIn("only a chapter has measured values", self.said_of("no_chapter")[0])

    def test_an_example_must_be_there(self) -> None:
        self.assertIn("`.. example-pair::` names no chapter and snippet; "
                      "write it as PART/CHAPTER SNIPPET.", self.said_of("no_example")[0])
        self.assertIn("`.. example-ledger::` names no chapter", self.said_of("no_ledger")[0])

    def test_the_front_page_does_not_repeat_it(self) -> None:
        self.assertEqual([line for line in self.done.stderr.splitlines()
                          if "index.rst" in line], [])

    def test_nothing_is_said_of_the_sound_chapter(self) -> None:
        self.assertEqual(self.said_of("sound"), [])


class Gap(unittest.TestCase):
    def test_a_topic_without_a_chapter_fails_the_build(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            book = Book(Path(scratch), through=3)
            book.chapter("sound", page=PAGE.replace(":topic: 41", ":topic: 1, 2, 41"))
            done = book.build()
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertIn("coverage: topic 3 (Extra INCREF before return) has no "
                      "chapter; write one with `:topic: 3`.", done.stderr)


if __name__ == "__main__":
    unittest.main()
