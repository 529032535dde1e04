"""Records what was proven on this interpreter: evidence/3.N.txt, for a table that is
made with another one.

record.py VERSION FOLDER FILE...     FILE: GROUP.txt of the table, GROUP.json of its proof"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from table import read

HEAD = """\
# Functions proven on CPython {python}, each with a digest of its row and recipes; made by
# PYTHON=... bazel run //tools/ownership:record
"""


def main() -> int:
    python, folder, *files = sys.argv[1:]
    digests = {row.name: row.digest for file in files if file.endswith(".txt")
               for row in read(Path(file))}
    proofs = [proof for file in files if file.endswith(".json")
              for proof in json.loads(Path(file).read_text())]
    wrong = {proof["name"] for proof in proofs if proof["wrong"]}
    names = {proof["name"] for proof in proofs if proof["seen_something"]} - wrong
    out = Path(folder, "tools/ownership/evidence", ".".join(python.split(".")[:2]) + ".txt")
    out.parent.mkdir(exist_ok=True)
    out.write_text(HEAD.format(python=python) + "".join(
        f"{name} {digests[name]}\n" for name in sorted(names)), encoding="utf-8")
    print(f"{out}: {len(names)} functions")
    if wrong:
        print(f"not recorded, for its row does not hold on CPython {python}: "
              + ", ".join(sorted(wrong)), file=sys.stderr)
    return 1 if wrong else 0


def read_evidence(files: list[Path]) -> dict[tuple[str, str], list[str]]:
    """(name, digest) -> the versions on which it was proven."""
    found: dict[tuple[str, str], list[str]] = {}
    for file in sorted(files, key=lambda path: int(path.stem.split(".")[1])):
        head, *lines = file.read_text(encoding="utf-8").splitlines()
        python = head.split("CPython ")[1].split(",")[0]
        for line in lines:
            if not line.startswith("#"):
                name, digest = line.split()
                found.setdefault((name, digest), []).append(python)
    return found


if __name__ == "__main__":
    sys.exit(main())
