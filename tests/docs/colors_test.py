"""Every text of ours has contrast AA (4.5 to 1) on every ground it stands on."""

from __future__ import annotations

import sys
import unittest

sys.path.insert(0, "docs")

from pygments.lexers import CLexer, DiffLexer
from pygments.styles import get_style_by_name

import colors
import conf

C = r"""
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#if 0 /* comment */
#endif
struct a *b; // comment
static PyObject *f(char c) { int x = 0x1f + 10; double d = 1.5e3; c = 'a';
  for (;;) { if (sizeof(x) && NULL) goto out; } out: return g("%s\n", true); }
"""
DIFF = "--- leaky.c\n+++ fixed.c\n@@ -1,2 +3,4 @@\n same\n-old\n+new\n"

# Lines of a half and of the diff, by whether they are changed.
CODE_GROUNDS = ["color-code-background", "book-bad-line", "book-good-line"]
TEXTS = {
    "book-bad": ["page", "book-bad-box", "book-bad-line"],
    "book-good": ["page", "book-good-box", "book-good-line"],
    "book-quiet": ["page", "book-bad-box", "book-good-box", "color-code-background",
                   "book-bad-line", "book-good-line"],
    "color-brand-content": ["page", "book-bad-box", "book-note-box", "book-bad-line",
                            "book-good-line"],
}


def luminance(color: str) -> float:
    parts = [int(color.lstrip("#")[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4
                        for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Contrast(unittest.TestCase):
    THEMES = {
        "light": ({**colors.LIGHT, "page": "#ffffff"}, conf.pygments_style, "#000000"),
        "dark": ({**colors.DARK, "page": colors.DARK["color-background-primary"]},
                 conf.pygments_dark_style, "#c9d1d9"),
    }

    def test_the_formula(self) -> None:
        self.assertEqual(round(contrast("#000000", "#ffffff"), 2), 21)
        self.assertEqual(round(contrast("#777777", "#ffffff"), 2), 4.48)

    def test_words(self) -> None:
        for theme, (named, _, _) in self.THEMES.items():
            for text, grounds in TEXTS.items():
                for ground in grounds:
                    with self.subTest(theme=theme, text=text, ground=ground):
                        self.assertGreaterEqual(contrast(named[text], named[ground]), 4.5)

    def test_code(self) -> None:
        tokens = {token for token, text in CLexer().get_tokens(C) if text.strip()}
        for theme, (named, style_name, plain) in self.THEMES.items():
            style = get_style_by_name(style_name)
            for token in tokens:
                color = style.style_for_token(token)["color"]
                for ground in CODE_GROUNDS:
                    with self.subTest(theme=theme, token=str(token), ground=ground):
                        self.assertGreaterEqual(
                            contrast(color or plain, named[ground]), 4.5)

    def test_the_diff(self) -> None:
        # book.css gives the changed lines colors of ours; this is the rest.
        tokens = {str(t) for t, text in DiffLexer().get_tokens(DIFF) if text.strip()}
        ours = {"Token.Generic.Deleted", "Token.Generic.Inserted"}
        for theme, (named, style_name, plain) in self.THEMES.items():
            style = get_style_by_name(style_name)
            for token, _ in style:
                if str(token) in tokens - ours:
                    color = style.style_for_token(token)["color"] or plain
                    with self.subTest(theme=theme, token=str(token)):
                        self.assertGreaterEqual(
                            contrast(color, named["color-code-background"]), 4.5)

    def test_light_and_dark_name_the_same_colors(self) -> None:
        self.assertEqual(set(colors.LIGHT), set(colors.DARK) - set(colors.FURO_DARK))


if __name__ == "__main__":
    unittest.main()
