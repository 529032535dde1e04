"""What the site takes from the sources and from the report, piece by piece."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, "docs")

from book_fixture import FIXED, LEAKY, check, finding, place, report
from extension import verdict
from extension.report import Report, ReportError, number
from extension.source import Snippet, Source, compare, unified


class Pair(unittest.TestCase):
    def sources(self, leaky: str, fixed: str) -> list[Source]:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        out = []
        for name, text in ("leaky.c", leaky), ("fixed.c", fixed):
            (self.folder / name).write_text(text, encoding="utf-8")
            out.append(Source(self.folder / name))
        return out


class Difference(Pair):
    def test_a_line_taken_away_leaves_room_on_the_other_side(self) -> None:
        found = compare(*self.sources("a\nb\nc\n", "a\nc\n"))
        self.assertEqual(found.changed, {"leaky": {2}, "fixed": set()})
        self.assertEqual(found.gaps, {"leaky": {}, "fixed": {2: 1}})

    def test_a_line_changed_leaves_none(self) -> None:
        found = compare(*self.sources("a\nb\nc\n", "a\nB\nc\n"))
        self.assertEqual(found.changed, {"leaky": {2}, "fixed": {2}})
        self.assertEqual(found.gaps, {"leaky": {}, "fixed": {}})

    def test_a_line_that_becomes_three_leaves_two(self) -> None:
        found = compare(*self.sources("a\nb\nc\n", "a\nB\nB\nB\nc\n"))
        self.assertEqual(found.gaps, {"leaky": {3: 2}, "fixed": {}})

    def test_several_snippets_keep_their_numbers(self) -> None:
        text = "/* snippet: a */\n1\n/* end: a */\n\n/* snippet: b */\n2\n3\n/* end: b */\n"
        source = self.sources(text, text)[0]
        self.assertEqual(list(source.snippet("a").numbers), [2])
        self.assertEqual(source.snippet("b").lines, ["2", "3"])
        self.assertEqual(list(source.snippet("b").numbers), [6, 7])


class Cure(Pair):
    def applied(self, leaky: str, fixed: str) -> str:
        patch = unified(*self.sources(leaky, fixed))
        self.assertNotIn("snippet:", patch)
        self.assertNotIn("end:", patch)
        subprocess.run(["patch", "-s", "leaky.c"], input=patch, encoding="utf-8",
                       cwd=self.folder, check=True)
        return (self.folder / "leaky.c").read_text(encoding="utf-8")

    def test_the_patch_turns_leaky_into_fixed(self) -> None:
        self.assertEqual(self.applied(LEAKY, FIXED), FIXED)

    def test_its_context_stops_at_the_marks(self) -> None:
        leaky = "x\n/* snippet: a */\na\nb\n/* end: a */\ny\n"
        self.assertEqual(self.applied(leaky, leaky.replace("b", "c")),
                         leaky.replace("b", "c"))
        self.assertEqual(unified(*self.sources(leaky, leaky.replace("b", "c"))),
                         "--- leaky.c\n+++ fixed.c\n@@ -3,2 +3,2 @@\n a\n-b\n+c\n")

    def test_two_places_far_apart_are_two_hunks(self) -> None:
        leaky = "".join(f"{n}\n" for n in range(30))
        fixed = leaky.replace("3\n4\n", "3\n3.5\n4\n").replace("27\n", "")
        self.assertEqual(self.applied(leaky, fixed), fixed)

    def test_what_only_the_fixed_half_has_for_other_versions_is_left_out(self) -> None:
        older = "/* snippet: before_3_13 */\nold\n/* end: before_3_13 */\n\n"
        leaky = "x\n\n/* snippet: a */\na\nb\n/* end: a */\ny\n"
        fixed = leaky.replace("b\n", "")
        with_older = fixed.replace("/* snippet: a", older + "/* snippet: a")
        self.assertEqual(self.applied(leaky, with_older), fixed)
        found = compare(*self.sources(leaky, with_older))
        self.assertEqual(found.changed, {"leaky": {5}, "fixed": set()})
        self.assertEqual(found.gaps, {"leaky": {}, "fixed": {9: 1}})
        self.assertEqual(found.partner, {1: 1, 2: 2, 3: 7, 4: 8, 6: 9, 7: 10})
        both = older + leaky
        self.assertEqual(compare(*self.sources(both, older + fixed)).changed,
                         {"leaky": {9}, "fixed": set()})


class Values(unittest.TestCase):
    def test_a_number_is_shown_as_short_as_it_is(self) -> None:
        for value, shown in ((1, "1"), (1.0, "1"), (0.5, "0.5"), (1 / 3, "0.33"),
                             (8000, "8,000"), (-1, "\N{MINUS SIGN}1")):
            self.assertEqual(number(value), shown)

    def test_each_field_comes_from_the_check_that_is_named(self) -> None:
        data = report()
        data["checks"].append(check("leaky", "clean", "clean", "Other", statement="m.o()"))
        found = Report(data)
        for asked, shown in (
            (("type",), "bytes"), (("per_call",), "1"), (("bytes_per_call",), "36"),
            (("made",), "line 8, by PyBytes_FromString"), (("plain.calls",), "120"),
            (("plain.blocks_per_call",), "1"), (("python",), "CPython 3.11.2"),
            (("verdict", "fixed"), "clean"), (("statement", "fixed", "FixedFails"), "m.guests(1)"),
            (("statement", "leaky", "Other"), "m.o()"),
        ):
            with self.subTest(asked):
                self.assertEqual(found.value(*asked), shown)

    def test_a_verdict_is_said_in_words(self) -> None:
        for verdict_, said in (("use_after_free", "use after free"), ("leak", "leak"),
                               ("over_release", "over-release")):
            found = Report(report(checks=[check("leaky", verdict_, "", "T")]))
            self.assertEqual((found.verdict, found.value("verdict")), (said, said))

    def test_a_debug_build_is_named(self) -> None:
        found = Report(report(python={"version": "3.13.0", "debug": True}))
        self.assertEqual(found.python, "CPython 3.13.0 debug build")

    def test_zero_is_a_value(self) -> None:
        data = report()
        data["checks"][0]["plain"]["calls"] = 0
        self.assertEqual(Report(data).value("plain.calls"), "0")

    def test_a_report_that_is_not_json_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "report.json")
            path.write_text("{")
            with self.assertRaisesRegex(ReportError, "is not JSON"):
                Report.load(path)


class BelowTheHalf(unittest.TestCase):
    def test_a_sentence_shows_code_as_code_and_links_its_line(self) -> None:
        said = verdict.linked("releases `names[0]`, at leaky.c:6", "leaky", "guests",
                              Snippet(5, ["", ""]))
        self.assertEqual([(type(node).__name__, node.astext()) for node in said if node.astext()],
                         [("Text", "releases "), ("literal", "names[0]"), ("Text", ", at "),
                          ("reference", "line 6")])

    def test_a_call_that_two_tests_check_is_listed_once(self) -> None:
        checks = report()["checks"]
        checks.append({**checks[2], "test": "Again"})
        said = verdict.below_half(Report(report(checks=checks)), "fixed", "guests",
                                  Snippet(5, []), True, False)
        self.assertIn("clean on 2 of 2 calls checked; survived 6 of 6", said.astext())

    def test_a_call_that_allocates_nothing_survives_nothing(self) -> None:
        sweep = {"tried": 0, "survived": 0, "raised": 0, "first": None}
        found = Report(report(checks=[check("fixed", "clean", "clean", "T", sweep=sweep)]))
        said = verdict.below_half(found, "fixed", "guests", Snippet(5, []), True,
                                  False).astext()
        self.assertIn("clean on 1 of 1 calls checked\n", said)

    def test_what_happened_elsewhere_is_said_where_it_has_no_other_place(self) -> None:
        elsewhere = check("leaky", "leak", "made at leaky.c:90", "Elsewhere", statement="m.far()",
                          findings=[finding(made=place("leaky.c", 90))])
        found = Report(report(checks=[elsewhere, *report()["checks"]]))
        lines = Snippet(5, [""] * 7)
        for alone, there in (True, True), (False, False):
            said = verdict.below_half(found, "leaky", "guests", lines, alone, False).astext()
            self.assertEqual("m.far()" in said, there)


class PlainRun(unittest.TestCase):
    def said(self, **plain) -> str:
        whole = {"calls": 120, "signal": None, "blocks_per_call": 0, "message": "", **plain}
        shown = verdict.plain_run(check("leaky", "leak", "", "T", plain=whole, setup="n = []"))
        return "".join(node.astext() for node in shown)

    def test_calls_that_end_well(self) -> None:
        self.assertEqual(self.said(), "Without the checker, 120 calls of m.guests() after "
                         "n = [] run to the end; sys.getallocatedblocks() does not grow. "
                         "Nothing appears on stderr.")

    def test_a_signal_at_once(self) -> None:
        self.assertEqual(self.said(calls=0, signal="SIGSEGV", message="Fatal"),
                         "Without the checker, the first call of m.guests() ends the "
                         "process with SIGSEGV. The last line on stderr: Fatal")

    def test_an_exception_later(self) -> None:
        self.assertEqual(self.said(calls=20, message="the statement raised TypeError: no"),
                         "Without the checker, call 21 of m.guests() raises TypeError: no.")

    def test_a_run_that_prints_nothing_has_no_message(self) -> None:
        self.assertEqual(self.said(message=None)[-26:], "Nothing appears on stderr.")

    def test_a_class_is_shown_by_its_head(self) -> None:
        said = verdict.call(check("leaky", "leak", "", "T", setup="x = 1\nclass A:\n"
                                  "    def f(self):\n        return 1\n    b = 2\ny = A()"))
        self.assertEqual("".join(node.astext() for node in said),
                         "m.guests() after x = 1; class A: \N{HORIZONTAL ELLIPSIS}; y = A()")

    def test_what_a_statement_needs_is_shown_and_what_it_asserts_is_not(self) -> None:
        shown = verdict.call(check("fixed", "clean", "", "T", raises="TypeError",
                                   setup="n = []\nassert m.guests() == n\n"))
        self.assertEqual("".join(node.astext() for node in shown),
                         "m.guests() after n = [] raising TypeError")


if __name__ == "__main__":
    unittest.main()
