"""Puts the table, what proved it and the headers together: ownership.json and .csv.

merge.py --python VERSION --headers HEADERS.json --out NAME [--evidence FILE]... FILE...
FILE is a GROUP.txt of the table or the GROUP.json of its proof; evidence is what
record.py made on other interpreters."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

from generate import Call
from record import read_evidence
from table import Parameter, Row, TableError, read, recipe_name

SCHEMA = 1
# What becomes of a reference that goes in, on success and on failure.
FATES = {
    "borrows": ("ours", "ours"),
    "keeps": ("ours", "ours"),
    "steals": ("stolen", "stolen"),
    "steals on success": ("stolen", "ours"),
    "steals on failure": ("ours", "stolen"),
    "steals once read": ("stolen", "either"),
    "replaces": ("stolen", None),       # whether also on failure, is seen
}


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--python", required=True)
    options.add_argument("--headers", type=Path, required=True)
    options.add_argument("--out", required=True, help="without .json and .csv")
    options.add_argument("--evidence", type=Path, action="append", default=[])
    options.add_argument("files", type=Path, nargs="+")
    args = options.parse_args()
    try:
        rows = [row for path in args.files if path.suffix == ".txt" for row in read(path)]
    except TableError as error:
        print(error, file=sys.stderr)
        return 2
    proofs: dict[str, list[dict]] = {}
    for path in args.files:
        for proof in json.loads(path.read_text()) if path.suffix == ".json" else []:
            proofs.setdefault(proof["name"], []).append(proof)
    headers = json.loads(args.headers.read_text())
    evidence = read_evidence(args.evidence)
    merged = [entry(row, proofs.get(row.name, []), headers.get(row.name),
                    evidence.get((row.name, row.digest), []), args.python) for row in rows]
    known = {row.name for row in rows}
    merged += [unknown(name, declared) for name, declared in headers.items()
               if name not in known]
    merged.sort(key=lambda one: one["name"].lstrip("_").replace("_", "").lower())
    write(Path(args.out), merged, args.python)
    return 0


def entry(row: Row, proofs: list[dict], declared: dict | None, elsewhere: list[str],
          python: str) -> dict:
    failures = [failure for proof in proofs for failure in proof["failures"]
                if failure["failed"]]
    wrong = any(proof["wrong"] for proof in proofs)
    held = {proof["recipe"]: not proof["wrong"] for proof in proofs}
    here = not wrong and any(proof["seen_something"] for proof in proofs)
    on = [] if wrong else sorted({*elsewhere, *([python] if here else [])},
                                 key=lambda one: [int(part) for part in one.split(".")])
    return {
        "name": row.name,
        "group": Path(row.file).stem,
        "line": row.line,
        "state": "proven" if on else "transcribed",
        "since": version(row.versions.since) if row.versions.since > (3, 9) else None,
        "until": version(row.versions.until) if row.versions.until else None,
        "limited": declared["limited"] if declared else None,
        "declaration": declared["type"] if declared else None,
        "result": {
            "owner": row.result if row.has_result else None,
            "lender": row.lender,
            "type": None if row.has_result else row.result,
            "null_without_exception": row.null,
        },
        "parameters": [parameter(one, row, proofs) for one in row.parameters],
        "raises": sorted({proof["seen"]["exception"] for proof in proofs
                          if proof["seen"].get("exception")}),
        "failing_allocations": len(failures),
        "dies_when_out_of_memory": any(proof["died"] for proof in proofs),
        "null_when_out_of_memory": any(failure["exception"] is None for failure in failures),
        "proof": {"on": on, "recipes": len(row.recipes),
                  "releases": sum(len(proof["left_out"]) for proof in proofs)}
        if on else None,
        "source": row.source,
        "why_unproven": None if on else row.reason or why_unproven(row, proofs),
        "notes": notes(row),
        "recipes": [{"name": recipe_name(row, recipe), "line": recipe.line,
                     "call": recipe.text, "raises": recipe.raises,
                     "holds": held.get(recipe_name(row, recipe))} for recipe in row.recipes],
    }


def why_unproven(row: Row, proofs: list[dict]) -> str:
    """Of a row that nobody gave a reason for."""
    if any(proof["wrong"] for proof in proofs):
        return "what was seen here is not what the row says"
    if proofs:
        return "it only met immortal objects, and no count tells whose those are"
    if row.recipes:
        return "no interpreter on which the recipes ran has it"
    return "no recipe was written yet"


def notes(row: Row) -> list[dict]:
    """What the table tells beside the row: on the row itself, or on one of its recipes."""
    of = [(None, row.note), *((recipe_name(row, one), one.note) for one in row.recipes)]
    return [{"text": note.text, "surprise": note.surprise, "recipe": recipe}
            for recipe, note in of if note]


def parameter(one: Parameter, row: Row, proofs: list[dict]) -> dict:
    success, failure = FATES.get(one.effect, (None, None))
    if one.effect == "replaces":
        failure, memory = replaced(one, row, proofs)
    else:
        without_memory = any(failure["failed"] for proof in proofs
                             for failure in proof["failures"])
        memory = failure if without_memory else None
        # What depends on failure fails somehow; of what always steals, nobody may know.
        if one.effect == "steals" and not any(map(row.fails, row.recipes)):
            failure = None
    return {"name": one.name, "effect": one.words, "on_success": success,
            "on_exception": failure, "on_memory_error": memory}


def replaced(one: Parameter, row: Row, proofs: list[dict]) -> tuple[str | None, str | None]:
    """What failing calls, and those without memory, did to what the variable had."""
    recipes = {recipe_name(row, recipe): recipe for recipe in row.recipes}
    raised, exhausted = set(), set()
    for proof in proofs:
        recipe = recipes[proof["recipe"]]
        objects = Call(row, recipe).object_of
        if "ended" in proof["seen"] or one not in objects:
            continue
        place = objects.index(one)
        if row.fails(recipe):
            raised.add(proof["seen"]["arguments"][place]["changed"])
        exhausted |= {failure["changed"][place] for failure in proof["failures"]
                      if failure["failed"]}
    return fate(raised), fate(exhausted)


def fate(changed: set[bool]) -> str | None:
    if len(changed) == 2:
        return "either"
    return {True: "stolen", False: "ours"}[changed.pop()] if changed else None


def unknown(name: str, declared: dict) -> dict:
    return {"name": name, "group": None, "line": None, "state": "unknown",
            "since": None, "until": None, "limited": declared["limited"],
            "declaration": declared["type"], "result": None, "parameters": [],
            "raises": [], "failing_allocations": 0, "dies_when_out_of_memory": False,
            "null_when_out_of_memory": False, "proof": None, "source": None,
            "why_unproven": None, "notes": [], "recipes": []}


def version(pair: tuple[int, int]) -> str:
    return ".".join(map(str, pair))


def write(out: Path, merged: list[dict], python: str) -> None:
    out.with_suffix(".json").write_text(json.dumps(
        {"ownership": SCHEMA, "python": python, "functions": merged}, indent=1) + "\n")
    with open(out.with_suffix(".csv"), "w", newline="", encoding="utf-8") as table:
        lines = csv.writer(table, lineterminator="\n")
        lines.writerow(["name", "state", "result", "lender", "null_without_exception",
                        "parameters", "raises", "since", "until", "limited"])
        for one in merged:
            result = one["result"] or {}
            lines.writerow([
                one["name"], one["state"], result.get("owner") or result.get("type"),
                result.get("lender"), result.get("null_without_exception"),
                "; ".join(f"{p['name']}: {p['effect']}" for p in one["parameters"]
                          if p["effect"]),
                " ".join(one["raises"]), one["since"], one["until"], one["limited"]])


if __name__ == "__main__":
    sys.exit(main())
