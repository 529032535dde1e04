"""What mutants there are of a file, and how a line of survivors.txt is read."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from mutants import mutants
from run import Chapter, Known, listed, read

HEAD = "/* Py_DECREF(comment); */\n"


def changed(body: str, head: str = "static PyObject *\nname(PyObject *module)\n{\n") -> list[tuple]:
    """(what, the changed lines) of each mutant of a function with this body."""
    source = HEAD + head + body + "}\n"
    out = []
    for mutant in mutants(source):
        lines = zip(source.splitlines(), mutant.source.splitlines())
        out.append((mutant.what, [new.strip() for old, new in lines if old != new]))
    return out


class Mutants(unittest.TestCase):
    def test_a_release_is_left_out_and_turned_round(self) -> None:
        self.assertEqual(changed("    Py_DECREF(list[f(0)]);\n"), [
            ("without Py_DECREF", ["(void)0;"]),
            ("Py_INCREF in place of Py_DECREF", ["Py_INCREF(list[f(0)]);"])])
        self.assertEqual([what for what, _ in changed("    if (x) Py_XDECREF(x);\n")], [
            "without Py_XDECREF", "Py_XINCREF in place of Py_XDECREF",
            "Py_DECREF in place of Py_XDECREF"])

    def test_a_cleared_field_keeps_its_pointer(self) -> None:
        self.assertEqual(changed("    Py_CLEAR(self->item);\n"), [
            ("without Py_CLEAR", ["(void)0;"]),
            ("Py_XDECREF in place of Py_CLEAR", ["Py_XDECREF(self->item);"])])

    def test_a_reference_is_not_taken(self) -> None:
        self.assertEqual(changed("    return Py_NewRef(item);\n"),
                         [("without Py_NewRef", ["return (item);"])])
        self.assertEqual(changed("    return Py_XNewRef(item);\n"), [
            ("without Py_XNewRef", ["return (item);"]),
            ("Py_NewRef in place of Py_XNewRef", ["return Py_NewRef(item);"])])

    def test_a_store_releases_nothing(self) -> None:
        self.assertEqual(changed("    Py_XSETREF(self->f, g(a, b));\n"),
                         [("Py_XSETREF releases nothing", ["self->f = g(a, b);"])])

    def test_a_check_sees_nothing(self) -> None:
        self.assertEqual(changed("    if (item->next == NULL || b != NULL) {\n    }\n"), [
            ("item->next is taken to be no NULL", ["if (0 || b != NULL) {"]),
            ("b is taken to be no NULL", ["if (item->next == NULL || 1) {"])])
        self.assertEqual(changed("    if (f(a) < 0) {\n    }\n    x = g(b) < 0;\n"),
                         [("a failure goes unseen", ["if (f(a) < -9) {"])])

    def test_o_and_n_change_places(self) -> None:
        self.assertEqual(changed('    Py_BuildValue("(ON)", a, b);\n'), [
            ("N in place of O in Py_BuildValue", ['Py_BuildValue("(NN)", a, b);']),
            ("O in place of N in Py_BuildValue", ['Py_BuildValue("(OO)", a, b);'])])
        self.assertEqual(changed('    Py_BuildValue("O&", f, a);\n'), [])

    def test_a_jump_becomes_a_return(self) -> None:
        self.assertEqual(changed("    goto error;\n"),
                         [("return NULL in place of goto error;", ["return NULL;"])])
        self.assertEqual(changed("    goto error;\n", "static int\nname(void)\n{\n"),
                         [("return -1 in place of goto error;", ["return -1;"])])
        self.assertEqual(changed("    goto done;\n", "static void\nname(void)\n{\n"), [])

    def test_comments_strings_and_other_versions_are_left_alone(self) -> None:
        self.assertEqual(changed('    f("Py_DECREF(x);");    /* Py_CLEAR(x); */\n'), [])
        self.assertEqual(changed("/* snippet: before_3_10 */\n    Py_INCREF(x);\n"
                                 "/* end: before_3_10 */\n"), [])

    def test_a_line_is_named_by_its_text(self) -> None:
        found = next(mutants("\n\n    Py_DECREF(x);    /* ours */\n"))
        self.assertEqual((found.line, found.before), (3, "Py_DECREF(x);    /* ours */"))


class Survivors(unittest.TestCase):
    def read(self, text: str) -> list[Known]:
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch, "survivors.txt")
            path.write_text(text, encoding="utf-8")
            return read(path)

    def test_a_line_is_found_by_chapter_text_and_change(self) -> None:
        known = self.read("# why\n\na/b | x; | without x | equivalent | it is NULL\n")
        mutant = next(mutants("    Py_DECREF(x);\n"))
        self.assertIsNone(listed(known, Chapter("a/b", ".so"), mutant))
        known = self.read("a/b | Py_DECREF(x); | without Py_DECREF | survives | never there\n")
        self.assertEqual(listed(known, Chapter("a/b", ".so"), mutant), known[0])
        self.assertIsNone(listed(known, Chapter("a/c", ".so"), mutant))

    def test_a_line_without_a_reason_is_refused(self) -> None:
        for line in "a/b | x; | without x | equivalent", "a/b | x; | w | perhaps | why":
            with self.assertRaisesRegex(SystemExit, "survivors.txt:1: write it as"):
                self.read(line + "\n")


if __name__ == "__main__":
    unittest.main()
