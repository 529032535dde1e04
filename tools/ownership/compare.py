"""Holds the proven rows of the table against what CPython says itself: the annotations
of its documentation, and the data file that they are made of.

compare.py OWNERSHIP.json C_API_FOLDER REFCOUNTS.dat OUT.json
The pages annotate results, "Return value: New reference."; refcounts.dat has each
parameter, too. README.md says how its numbers are read. Where a folder is not given, or
the file is empty, the answer says what to do."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

FUNCTION = re.compile(r'<dt [^>]*\bid="c\.(\w+)"')
RESULT = re.compile(r'<em class="refcount">Return value: (New|Borrowed) reference\.')
VERSION = re.compile(r"<title>.*?Python (3\.\d+\.\d+)", re.S)
# The first line of refcounts.dat, as tools/setup writes it.
SOURCE = re.compile(r"# .* of python3\.\d+_(3\.\d+\.\d+)")

# An effect of ours in the numbers of refcounts.dat: the change of the count.
NUMBERS = {"borrows": "0", "keeps": "+1", "steals": "-1", "steals on success": "-1",
           "steals on failure": "-1", "lends": "0", "gives new": "+1"}
KEEPS = re.compile(r"keeps (since|until) 3\.(\d+)")
# In front of a recipe.
LABEL = re.compile(r"^[A-Za-z][\w ,'-]*: ")


def proven(functions: list[dict]) -> list[dict]:
    return [one for one in functions if one["state"] == "proven"]


def evidence(one: dict, parameter: dict | None) -> dict:
    """Where a row is proven, by how many recipes, and the one that shows it best: it runs
    here, an object goes in, and it succeeds."""
    def shows(recipe: dict) -> tuple:
        place = one["parameters"].index(parameter) if parameter else None
        words = LABEL.sub("", recipe["call"]).split(" | ")
        passes = place is None or (place < len(words) and not words[place].startswith("="))
        return recipe["holds"] is True, passes, not recipe["raises"]

    best = max(one["recipes"], key=shows, default=None)     # of equal ones the first
    return {"file": f"{one['group']}.txt", "line": best["line"] if best else one["line"],
            "call": best["call"] if best else None, "recipes": one["proof"]["recipes"],
            "on": one["proof"]["on"]}


def differing(one: dict, parameter: dict | None, ours: str, theirs: str) -> dict:
    return {"name": one["name"], "parameter": parameter["name"] if parameter else None,
            "ours": ours, "theirs": theirs, "evidence": evidence(one, parameter)}


# --- The documentation ----------------------------------------------------------

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
    for one in proven(functions):
        if not one["result"]["owner"] or one["name"] not in said:
            continue
        theirs = said[one["name"]]
        if theirs is None:
            answer["silent"].append(one["name"])
        elif theirs == one["result"]["owner"]:
            answer["agree"] += 1
        else:
            answer["differ"].append(differing(one, None, one["result"]["owner"], theirs))
    return answer


# --- refcounts.dat --------------------------------------------------------------

@dataclass
class Entry:
    """A function of refcounts.dat: effects are as they stand there, "" for none."""

    result: str = ""
    parameters: list[tuple[str, str]] = field(default_factory=list)     # name, effect

    @property
    def has_object(self) -> bool:
        return bool(self.result) or any(effect for _, effect in self.parameters)


def refcounts(text: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for line in text.splitlines():
        parts = [part.strip() for part in line.split(":")]
        if line.startswith("#") or len(parts) < 4:
            continue
        name, _, parameter, effect = parts[:4]
        if name not in found:       # the first line is about the result
            found[name] = Entry(effect)
        elif parameter != "...":
            found[name].parameters.append((parameter, effect))
    return found


def number(effect: str | None, version: str) -> str | None:
    """An effect of ours as refcounts.dat would have it, if it could."""
    kept = KEEPS.fullmatch(effect or "")
    if kept:
        minor, change = int(version.split(".")[1]), int(kept[2])
        effect = "keeps" if (minor >= change if kept[1] == "since" else minor <= change) else "borrows"
    return NUMBERS.get(effect)


def compare_refcounts(functions: list[dict], said: dict[str, Entry], version: str) -> dict:
    answer: dict = {
        "results": {"agree": 0, "differ": [], "silent": []},
        "arguments": {"agree": 0, "differ": [], "silent": []},
        "other_parameters": [], "without_entry": [], "not_in_table": []}
    for one in proven(functions):
        if one["name"] not in said:
            if one["result"]["owner"] or any(p["effect"] for p in one["parameters"]):
                answer["without_entry"].append(one["name"])
            continue
        entry = said[one["name"]]
        compare_result(answer["results"], one, entry)
        ours = [p for p in one["parameters"] if not p["name"].startswith("...")]
        # What a format asks for may have a va_list there.
        if len(entry.parameters) - len(ours) not in (0, int(ours != one["parameters"])):
            answer["other_parameters"].append(one["name"])
            continue
        for parameter, (_, theirs) in zip(ours, entry.parameters):
            compare_argument(answer["arguments"], one, parameter, theirs, version)
    in_table = {one["name"] for one in functions if one["state"] != "unknown"}
    answer["not_in_table"] = [name for name, entry in said.items()
                              if entry.has_object and name not in in_table]
    return answer


def compare_result(answer: dict, one: dict, entry: Entry) -> None:
    ours = one["result"]["owner"] or ("null" if one["result"]["type"] == "NULL" else None)
    theirs = {"+1": "new", "0": "borrowed"}.get(entry.result, entry.result)
    if ours and not theirs:
        answer["silent"].append(one["name"])
    elif ours == theirs:
        answer["agree"] += 1
    elif theirs:
        answer["differ"].append(differing(one, None, ours or "no object", theirs))


def compare_argument(answer: dict, one: dict, parameter: dict, theirs: str,
                     version: str) -> None:
    effect = parameter["effect"]
    ours = number(effect, version)
    # What replaces changes two counts: there is no number for it.
    if not theirs or effect == "replaces":
        if effect:
            answer["silent"].append(f"{one['name']}({parameter['name']})")
    elif ours == theirs:
        answer["agree"] += 1
    else:
        answer["differ"].append(differing(one, parameter, effect or "no object", theirs))


def main() -> int:
    table, folder, data, out = sys.argv[1:]
    functions = json.loads(Path(table).read_text())["functions"]
    answer: dict = {}
    if not folder:
        answer["documentation"] = {
            "missing": "the documentation is not here; install the package python3-doc"}
    else:
        index = Path(folder, "index.html").read_text(encoding="utf-8")
        version = VERSION.search(index)
        answer["documentation"] = {"version": version[1] if version else "an unknown version",
                                   **compare(functions, documented(Path(folder)))}
    text = Path(data).read_text(encoding="utf-8")
    source = SOURCE.match(text)
    if not source:
        answer["refcounts"] = {"missing": "refcounts.dat is not here; run tools/setup, which "
                                          "takes it from the source of Debian's CPython"}
    else:
        answer["refcounts"] = {"version": source[1], **compare_refcounts(
            functions, refcounts(text), source[1])}
    Path(out).write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
