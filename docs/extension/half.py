"""One half of a pair: a few lines of C with their own numbers in the gutter.

The numbers and the signs of changed lines are drawn by the style sheet and are
no part of the text: whoever copies the code copies the code alone, by button
or by hand, with every version of sphinx-copybutton.
"""

from __future__ import annotations

from docutils import nodes

from .source import Difference, Snippet


class half(nodes.literal_block):
    """C code of one side; every line can be linked to."""


def line_id(snippet_name: str, side: str, line: int) -> str:
    return f"{snippet_name}-{side}-{line}"


def make(name: str, side: str, snippet: Snippet, difference: Difference) -> half:
    changed = [n for n in snippet.numbers if n in difference.changed[side]]
    # A gap below the last line shown would be an empty strip.
    gaps = {n: size for n, size in difference.gaps[side].items()
            if n in snippet.numbers}
    return half(snippet.text, snippet.text, prefix=f"{name}-{side}",
                first=snippet.first, changed=changed, gaps=gaps)


def visit_html(translator, node: half) -> None:
    first, prefix = node["first"], node["prefix"]
    code = translator.highlighter.highlight_block(
        node.astext(), "c", location=node, linespans=prefix, linenostart=first)
    for line in node["changed"]:
        code = _mark(code, f"{prefix}-{line}", 'class="changed"')
    for line, size in node["gaps"].items():
        code = _mark(code, f"{prefix}-{line}", f'data-gap style="--gap: {size}"')
    translator.body.append(
        f'<div class="highlight-c notranslate" '
        f'style="counter-reset: line {first - 1}">{code}</div>\n'
    )
    raise nodes.SkipNode


def _mark(code: str, anchor: str, attributes: str) -> str:
    return code.replace(f'<span id="{anchor}"', f'<span id="{anchor}" {attributes}', 1)
