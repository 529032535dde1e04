"""Says what is wrong in a proof: each recipe that does not hold, and what was seen.

With --all, each recipe must be wrong: the rows are those of a test."""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path


def main() -> int:
    proofs = json.loads(Path(sys.argv[1]).read_text())
    wrong = []
    for proof in proofs:
        wrong += proof["wrong"]
        if proof["wrong"]:
            print("\n".join(f"{proof['recipe']}: {sentence}" for sentence in proof["wrong"]))
            print(textwrap.indent(proof["program"], "    "))
    print(f"{len(proofs)} recipes, {len(wrong)} of their claims do not hold")
    if "--all" in sys.argv:
        right = [proof["recipe"] for proof in proofs if not proof["wrong"]]
        print("\n".join(f"{name} is not found wrong" for name in right))
        return 1 if right else 0
    if not proofs:
        print("no recipe is for this version of Python: there is nothing to prove")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
