"""What is recorded of an interpreter, and what is not."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, "tools/ownership")

from record import read_evidence
from table import read


def proof(name: str, seen_something: bool = True, wrong: list[str] = []) -> dict:
    return {"name": name, "seen_something": seen_something, "wrong": wrong}


class Record(unittest.TestCase):
    def run_with(self, *proofs: dict) -> subprocess.CompletedProcess:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        (self.folder / "tools/ownership").mkdir(parents=True)
        table = self.folder / "group.txt"
        table.write_text("good(a steals) -> int\n    P()\nbad(a steals) -> int\n    P()\n")
        self.digests = {row.name: row.digest for row in read(table)}
        (self.folder / "group.json").write_text(json.dumps(proofs))
        return subprocess.run([sys.executable, "-B", "tools/ownership/record.py", "3.13.1",
                               self.folder, table, self.folder / "group.json"],
                              capture_output=True, text=True, check=False)

    def recorded(self) -> dict:
        return read_evidence([self.folder / "tools/ownership/evidence/3.13.txt"])

    def test_what_was_seen_is_recorded_with_the_digest_of_its_row(self) -> None:
        ran = self.run_with(proof("good"), proof("bad", seen_something=False))
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        self.assertIn("3.13.txt: 1 functions", ran.stdout)
        self.assertEqual(self.recorded(), {("good", self.digests["good"]): ["3.13.1"]})

    def test_a_row_that_does_not_hold_is_named_and_not_recorded(self) -> None:
        ran = self.run_with(proof("good"), proof("bad"), proof("bad", wrong=["a is kept"]))
        self.assertEqual(ran.returncode, 1)
        self.assertIn("does not hold on CPython 3.13.1: bad", ran.stderr)
        self.assertEqual(list(self.recorded()), [("good", self.digests["good"])])


if __name__ == "__main__":
    unittest.main()
