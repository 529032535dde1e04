"""Holds the table against what CPython's documentation says of results.

compare.py OWNERSHIP.json C_API_FOLDER OUT.json
The pages annotate results, "Return value: New reference."; of arguments they say
nothing that a program could read. Without a folder the answer says so."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

FUNCTION = re.compile(r'<dt [^>]*\bid="c\.(\w+)"')
RESULT = re.compile(r'<em class="refcount">Return value: (New|Borrowed) reference\.')
VERSION = re.compile(r"<title>.*?Python (3\.\d+\.\d+)", re.S)


def documented(folder: Path) -> dict[str, str | None]:
    """What the pages say: function -> new, borrowed, or None for nothing."""
    found: dict[str, str | None] = {}
    for page in sorted(folder.glob("*.html")):
        text = page.read_text(encoding="utf-8", errors="replace")
        places = list(FUNCTION.finditer(text))
        for place, after in zip(places, [*places[1:], None]):
            entry = text[place.start():after.start() if after else len(text)]
            result = RESULT.search(entry)
            found[place[1]] = result[1].lower() if result else None
    return found


def compare(functions: list[dict], said: dict[str, str | None]) -> dict:
    """Ours against theirs, for each proven function that returns an object."""
    answer: dict = {"agree": 0, "differ": [], "silent": []}
    for one in functions:
        if one["state"] != "proven" or not one["result"]["owner"] or one["name"] not in said:
            continue
        theirs = said[one["name"]]
        if theirs is None:
            answer["silent"].append(one["name"])
        elif theirs == one["result"]["owner"]:
            answer["agree"] += 1
        else:
            answer["differ"].append({"name": one["name"], "ours": one["result"]["owner"],
                                     "theirs": theirs})
    return answer


def main() -> int:
    table, folder, out = sys.argv[1:]
    functions = json.loads(Path(table).read_text())["functions"]
    if not folder:
        answer = {"missing": "the documentation is not here; install the package python3-doc"}
    else:
        index = Path(folder, "index.html").read_text(encoding="utf-8")
        version = VERSION.search(index)
        answer = {"version": version[1] if version else "an unknown version",
                  **compare(functions, documented(Path(folder)))}
    Path(out).write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
