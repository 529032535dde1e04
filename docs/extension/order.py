"""A chapter's page has the same parts in the same order as every other one."""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import index

from .book import BookError

ORDER = ["contract", "prose", "pair", "symptom", "cure", "rule", "in-the-wild",
         "by-version", "documentation", "elsewhere", "see-also"]
OPTIONAL = {"by-version", "elsewhere", "see-also"}
NEEDED = [part for part in ORDER if part not in OPTIONAL]
SILENT = (nodes.comment, nodes.target, nodes.system_message, nodes.title, index)


def check(document: nodes.document) -> None:
    page = next(iter(document.findall(nodes.section)), None)
    if page is None or len(page.children) < 2:
        raise BookError("chapter.rst has no text; write the title and "
                        + _and(_shown(part) for part in NEEDED))
    seen = [part for part in map(_part, page.children) if part]
    steps = [part for i, part in enumerate(seen) if i == 0 or part != seen[i - 1]]
    missing = [part for part in NEEDED if part not in steps]
    if missing:
        raise BookError(f"chapter.rst has no {_and(map(_shown, missing))}; add it "
                        f"({_and(_shown(part) for part in NEEDED)}, in this order)")
    if _without_prose_beside_pairs(steps) != [part for part in ORDER if part in steps]:
        raise BookError(f"chapter.rst is out of order ({_and(map(_shown, steps))}); "
                        f"make it {_and(_shown(part) for part in ORDER)}")


def _part(node: nodes.Node) -> str | None:
    if isinstance(node, SILENT) or node.get("book") == "tags":
        return None
    return node.get("book", "prose")


def _without_prose_beside_pairs(steps: list[str]) -> list[str]:
    """A sentence may stand between two pairs, or lead from one to the symptom."""
    out: list[str] = []
    for part in steps:
        if out[-1:] == ["pair"] and part in ("pair", "prose"):
            continue
        out.append(part)
    return out


def _shown(part: str) -> str:
    return part if part == "prose" else f"`.. {part}::`"


def _and(parts) -> str:
    parts = list(parts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
