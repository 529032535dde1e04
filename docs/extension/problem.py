"""How a problem of a chapter is said: one line with the file, the line, the
chapter and a sentence. As a Sphinx warning it fails the build, and the other
chapters are still looked at."""

from __future__ import annotations

from sphinx.util import logging

logger = logging.getLogger(__name__)


def report_problem(env, docname: str, error: object, line: int | None = None) -> None:
    # A chapter whose report is refused would say so again for each directive.
    said = env.book_problems.setdefault(docname, set())
    if str(error) not in said:
        said.add(str(error))
        logger.warning("%s: %s.", docname, str(error).rstrip("."),
                       location=(docname, line))
