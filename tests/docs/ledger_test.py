"""The table of what happened to the reference: its rows, its words, its boxes."""

from __future__ import annotations

import re
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, "docs")

from book_fixture import FIXED, LEAKY, check, finding, ledger, place, report, step
from extension import ledger as ledgers
from extension.book import Entry
from extension.ledger import Count, Row
from extension.ledger_table import boxes, make


class Table(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def chapter(self, checks: list[dict], leaky: str = LEAKY, fixed: str = FIXED) -> Entry:
        for name, text in ("leaky.c", leaky), ("fixed.c", fixed):
            (self.folder / name).write_text(text, encoding="utf-8")
        out = Entry("part", "chapter", "name", self.folder / "chapter.rst",
                    self.folder / "leaky.c", self.folder / "fixed.c")
        out.report = ledgers.Report(report(checks=checks))
        return out

    def ledger(self, chapter: Entry, name: str = "guests") -> ledgers.Ledger | None:
        return ledgers.of_pair(chapter, chapter.sources["leaky"].snippet(name))

    def of_steps(self, leaky: list[dict], fixed: list[dict], *sources: str, **changes) -> ledgers.Ledger:
        chapter = self.chapter([
            check("leaky", "leak", "", "T", findings=[finding(ledger=leaky, **changes)]),
            check("fixed", "clean", "clean", "T", followed=fixed)], *sources)
        return self.ledger(chapter)

    def shown(self, found: ledgers.Ledger) -> list[str]:
        """A line for a row: its lines of code, its words, the two cells."""
        def cell(count: Count | None) -> str:
            return f"{count.count} {count.word}".strip() if count else "-"
        return [" / ".join(
            [",".join(map(str, row.lines.values())), f"{row.called} {row.words}".strip(),
             cell(row.counts.get("leaky")), cell(row.counts.get("fixed"))])
            for row in found.rows]

    def html(self, found: ledgers.Ledger, chapter: Entry | None = None) -> str:
        chapter = chapter or self.chapter([])
        snippets = {side: source.snippet("guests") for side, source in chapter.sources.items()}
        return make(found, "guests", snippets)["html"]


class Rows(Table):
    def test_the_same_line_of_code_is_one_row_and_the_cure_is_a_row_of_its_own(self) -> None:
        found = self.ledger(self.chapter(report()["checks"]))
        self.assertEqual(self.shown(found), [
            "8,8 / PyBytes_FromString new reference / 1 / 1",
            "9,9 / PyList_Append takes one / 2 / 2",
            "10 / Py_DECREF(name) gives one back / - / 1",
            " / Python, outside the module gives one back / 1 / 0 freed",
            " / after the call / 1 one too many stays / 0 none stays"])
        self.assertEqual([row.changed for row in found.rows], ["", "", "fixed", "", ""])

    def test_a_line_below_the_cure_is_still_the_same_line(self) -> None:
        leaky = [step("made", 1, 1, place("leaky.c", 8)),
                 step("taken", 1, 2, place("leaky.c", 10)), step("after", 0, 2)]
        fixed = [step("made", 1, 1, place("fixed.c", 8)),
                 step("taken", 1, 2, place("fixed.c", 11)), step("after", 0, 2)]
        self.assertEqual(self.shown(self.of_steps(leaky, fixed))[1],
                         "10,11 / return list takes one / 2 / 2")

    def test_a_line_that_moved_is_two_rows(self) -> None:
        use, release = "    use(name);\n", "    Py_DECREF(name);\n"
        text = "/* snippet: guests */\nmake();\n%s%s/* end: guests */\n"
        made = [step("made", 1, 1, place("leaky.c", 2))]
        leaky = made + [step("freed", -1, 0, place("leaky.c", 3)),
                        step("used", 0, 0, place("leaky.c", 4, "use"))]
        fixed = made + [step("freed", -1, 0, place("fixed.c", 4)), step("after", 0, 0)]
        found = self.of_steps(leaky, fixed, text % (release, use),
                              text % (use, release.replace(";", ";  /* after */")))
        self.assertEqual(self.shown(found), [
            "2,2 / make() new reference / 1 / 1",
            "3 / Py_DECREF(name) gives one back / 0 freed / -",
            "4 / use used after it was freed / 0 it is gone / -",
            "4 / Py_DECREF(name) gives one back / - / 0 freed",
            " / after the call / - / 0 none stays"])
        self.assertEqual([row.changed for row in found.rows][1:4], ["leaky", "", "fixed"])

    def test_an_object_that_was_there_before(self) -> None:
        before = [step("before", 0, 3)]
        leaky = before + [step("given", -1, 2, place("leaky.c", 9)), step("after", 0, 2)]
        fixed = before + [step("after", 0, 3)]
        self.assertEqual(self.shown(self.of_steps(leaky, fixed)), [
            " / before the call / 3 / 3",
            "9 / PyList_Append(list, name) gives one back / 2 / -",
            " / after the call / 2 one too few / 3 as before"])

    def test_an_older_object_that_was_let_go_on_purpose(self) -> None:
        fixed = [step("before", 0, 1), step("freed", -1, 0, place("fixed.c", 9)),
                 step("after", 0, 0)]
        leaky = [step("before", 0, 1), step("after", 0, 1)]
        self.assertEqual(self.shown(self.of_steps(leaky, fixed))[-1],
                         " / after the call / 1 / 0 none stays")

    def test_an_immortal_object_counts_from_zero(self) -> None:
        before = [step("before", 0, 0)]
        leaky = before + [step("given", -1, -1, place("leaky.c", 9)), step("after", 0, -1)]
        fixed = before + [step("after", 0, 0)]
        self.assertEqual([line.split(" / ", 2)[2] for line
                          in self.shown(self.of_steps(leaky, fixed))],
                         ["0 / 0", "-1 / -", "-1 one too few / 0 as before"])

    def test_a_step_counts_what_it_did(self) -> None:
        leaky = [step("before", 0, 1), step("taken", 3, 4), step("given", -2, 2),
                 step("taken", 0, 2), step("used", -1, 0), step("after", 0, 3)]
        self.assertEqual([row.words for row in self.of_steps(leaky, []).rows], [
            "", "takes 3", "gives 2 back", "takes one and gives it back",
            "gives one back after it was freed", ""])
        self.assertEqual(self.of_steps(leaky, []).rows[-1].counts["leaky"].word,
                         "2 too many stay")

    def test_a_line_that_took_here_and_gave_there_is_no_pair(self) -> None:
        leaky = ledger("leaky.c", step("taken", 1, 3, place("leaky.c", 10)))
        fixed = ledger("fixed.c", step("given", -1, 1, place("fixed.c", 11)))
        self.assertEqual(self.shown(self.of_steps(leaky, fixed))[2:4], [
            "10 / return list takes one / 3 / -", "11 / return list gives one back / - / 1"])

    def test_what_was_called_is_the_function_of_the_api_or_the_line(self) -> None:
        source = LEAKY.replace("    return list;", "    Py_DECREF(name);   /* ours */ // done")
        cases = (
            (place("leaky.c", 10, "_Py_Dealloc"), "Py_DECREF(name)"),
            (place("leaky.c", 10, "PyList_New"), "PyList_New"),
            ({**place("helper.h", 10), "source": "  drop(x);"}, "drop(x)"),
            (place("helper.h", 10), "guests"), (None, "Python, outside the module"))
        for where, called in cases:
            with self.subTest(called):
                steps = ledger("leaky.c", step("given", -1, 1, where))
                row = self.of_steps(steps, [], source, source).rows[2]
                self.assertEqual((row.called, row.code), (called, where is not None))
                self.assertEqual(row.lines, {"leaky": 10} if where and
                                 where["file"] == "leaky.c" else {})

    def test_a_header_is_the_same_for_both(self) -> None:
        header = {**place("helper.h", 10), "source": "keep(x);"}
        steps = {side: [step("made", 1, 1, place(f"{side}.c", 8)),
                        step("taken", 1, 2, header), step("after", 0, 2)]
                 for side in ("leaky", "fixed")}
        steps["fixed"].insert(1, step("taken", 1, 2, place("fixed.c", 10)))
        self.assertEqual(self.shown(self.of_steps(**steps)), [
            '8,8 / PyObject *name = PyBytes_FromString("Ada") new reference / 1 / 1',
            "10 / Py_DECREF(name) takes one / - / 2", " / keep(x) takes one / 2 / 2",
            " / after the call / 2 2 too many stay / 2"])

    def test_a_ledger_without_end_shows_both_ends(self) -> None:
        loop = [step("taken", 1, 2), step("given", -1, 1)] * 20
        found = self.of_steps(ledger("leaky.c", *loop, step("after", 0, 1)), [])
        self.assertEqual(len(found.rows), 16)
        self.assertEqual(found.rows[10], Row("28 more steps"))
        self.assertEqual(found.rows[-1].called, "after the call")
        self.assertIn('28 more steps</span></th><td class="leaky none"></td>', self.html(found))


class Choice(Table):
    def test_memory_and_a_null_pointer_have_no_ledger_and_no_note(self) -> None:
        chapter = self.chapter([check("leaky", "memory_leak", "", "T", note="no ledger: no",
                                      findings=[finding(what="memory", ledger=[])])])
        self.assertIsNone(self.ledger(chapter))
        self.assertEqual(ledgers.note(chapter.report, None), "")

    def test_a_ledger_that_could_not_be_made_says_why(self) -> None:
        chapter = self.chapter([check("leaky", "leak", "", "T", note="no ledger: refused",
                                      findings=[finding(ledger=[])])])
        self.assertIsNone(self.ledger(chapter))
        self.assertEqual(ledgers.note(chapter.report, None), "no ledger: refused")

    def test_only_the_same_statement_is_set_beside_it(self) -> None:
        checks = report()["checks"]
        checks[1]["statement"] = "m.guests(1)"
        self.assertEqual(self.ledger(self.chapter(checks)).sides, ["leaky"])

    def test_the_first_finding_with_a_ledger_is_shown(self) -> None:
        checks = report()["checks"]
        checks[0]["findings"].insert(0, finding(type="list", ledger=[]))
        self.assertEqual(self.ledger(self.chapter(checks)).finding["type"], "bytes")

    def test_each_snippet_has_its_own(self) -> None:
        more = "\n/* snippet: hosts */\n2\n/* end: hosts */\n"
        checks = report()["checks"]
        chapter = self.chapter(checks, LEAKY + more, FIXED + more)
        self.assertEqual(self.ledger(chapter).finding["type"], "bytes")
        self.assertIsNone(self.ledger(chapter, "hosts"))
        steps = [step("made", 1, 1, place("leaky.c", 15)), step("after", 0, 1)]
        checks.insert(1, check("leaky", "leak", "", "T", statement="m.hosts()",
                               findings=[finding(type="dict", ledger=steps)]))
        chapter = self.chapter(checks, LEAKY + more, FIXED + more)
        self.assertEqual(self.ledger(chapter, "hosts").finding["type"], "dict")
        self.assertEqual(self.ledger(chapter).finding["type"], "bytes")

    def test_a_chapter_that_was_not_run_has_none(self) -> None:
        chapter = self.chapter([])
        chapter.report = ledgers.Report.not_run("no NumPy")
        self.assertIsNone(self.ledger(chapter))
        self.assertEqual(ledgers.note(chapter.report, None), "")


class Drawing(Table):
    def drawn(self, count: Count, base: int = 0) -> list[str]:
        shapes = re.findall(r'<rect class="(\w+)"|<(circle)', boxes(count, base))
        return [box or dot for box, dot in shapes]

    def test_the_boxes_rise_and_fall_with_the_count(self) -> None:
        self.assertEqual(self.drawn(Count(2, 1)), ["own", "own"])
        self.assertEqual(self.drawn(Count(1, -1)), ["own", "gone"])
        self.assertEqual(self.drawn(Count(0, -1)), ["gone"])
        self.assertEqual(self.drawn(Count(3, surplus=2)), ["own", "surplus", "surplus"])
        self.assertEqual((boxes(Count(0)), boxes(Count(-1))), ("", ""))

    def test_many_are_twelve_boxes_and_the_number(self) -> None:
        self.assertEqual(self.drawn(Count(12)), ["own"] * 12)
        self.assertEqual(self.drawn(Count(13)), ["own"] * 12 + ["circle"] * 3)
        self.assertEqual(self.drawn(Count(12, -1)), ["own"] * 12)

    def test_a_count_in_the_thousands_still_shows_its_step(self) -> None:
        steps = [step("before", 0, 4096), step("taken", 1, 4097, place("leaky.c", 9)),
                 step("after", 0, 4097)]
        html = self.html(self.of_steps(steps, [], what="reference", name="m.label"))
        self.assertEqual(re.findall('class="count">([^<]*)<', html), ["4,096", "4,097", "4,097"])
        rows = [len(re.findall('<rect', row)) for row in re.findall("<svg.*?</svg>", html)]
        self.assertEqual(rows, [1, 2, 2])
        self.assertIn('class="surplus"', html)

    def test_the_table_is_one_that_a_screen_reader_can_read(self) -> None:
        html = self.html(self.ledger(self.chapter(report()["checks"])))
        words = " ".join(re.sub("<[^>]*>", " ", html.replace("<wbr>", "")).split())
        self.assertEqual(
            words.split(" Line ")[0], "One call of m.guests() : the references to the "
            "bytes object that PyBytes_FromString makes")
        self.assertEqual(re.findall('<th scope="(col|row)"', html), ["col"] * 4 + ["row"] * 5)
        self.assertIn("10 + Py_DECREF(name) gives one back \N{EN DASH} 1", words)
        self.assertIn("after the call 1 ✗ one too many stays 0 ✓ none stays", words)
        self.assertEqual(len(re.findall("<svg", html)),
                         len(re.findall('<svg[^>]*aria-hidden="true"', html)))

    def test_a_line_leads_to_the_half_above(self) -> None:
        html = self.html(self.ledger(self.chapter(report()["checks"])))
        self.assertEqual(re.findall('href="(.*?)" aria-label="(.*?)"', html), [
            ("#guests-leaky-8", "line 8 of leaky.c"), ("#guests-leaky-9", "line 9 of leaky.c"),
            ("#guests-fixed-10", "line 10 of fixed.c")])

    def test_a_line_that_is_not_shown_leads_nowhere(self) -> None:
        steps = [step("made", 1, 1, place("leaky.c", 2)), step("after", 0, 1)]
        self.assertIn('<td class="line">2</td>', self.html(self.of_steps(steps, [])))

    def test_none_is_named_as_itself(self) -> None:
        steps = [step("before", 0, 4096), step("after", 0, 4095)]
        found = self.of_steps(steps, [], what="reference", type="NoneType", name="m.__doc__")
        self.assertIn("the references to None</caption>", self.html(found))

    def test_an_older_object_is_named_as_the_statement_reaches_it(self) -> None:
        steps = [step("before", 0, 1), step("after", 0, 2)]
        for name, said in (("d['<a>']", "the <code>bytes</code> object "
                            "<code>d[&#x27;&lt;a&gt;&#x27;]</code></caption>"),
                           (None, "a <code>bytes</code> object older than it</caption>")):
            found = self.of_steps(steps, [], what="reference", name=name)
            self.assertIn(said, self.html(found))


if __name__ == "__main__":
    unittest.main()
