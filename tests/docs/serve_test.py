"""docs/serve.py: the port it takes, what it says, how it ends."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path


class Serve(unittest.TestCase):
    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.site = scratch.name
        Path(self.site, "index.html").write_text("the book")

    def start(self, *args: str) -> tuple[subprocess.Popen, int]:
        """Start the server; return it and the port it says it has."""
        server = subprocess.Popen(
            [sys.executable, "-B", "docs/serve.py", "--site", self.site, *args],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        self.addCleanup(server.communicate)
        self.addCleanup(server.kill)
        said = server.stdout.readline()
        found = re.fullmatch(r"The book is at http://127\.0\.0\.1:(\d+)/ \(Ctrl-C ends\)\n", said)
        self.assertTrue(found, said)
        return server, int(found[1])

    def refused(self, *args: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-B", "docs/serve.py", "--site", self.site, *args],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=10)
        self.assertEqual(done.stdout, "")
        return done.returncode, done.stderr

    def test_it_serves_the_pages_and_ends_quietly(self) -> None:
        server, port = self.start("--port", "0")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            self.assertEqual(page.read(), b"the book")
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=10)
        self.assertEqual((server.returncode, out.strip(), err), (0, "", ""))

    def test_a_taken_port_that_was_asked_for_is_refused(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.assertEqual(self.refused("--port", str(port)), (
                1, f"Port {port} is taken; choose another with --port, "
                "or leave --port out and a free one is found.\n"))

    def test_else_the_next_free_one_is_found(self) -> None:
        _, first = self.start()
        _, second = self.start()
        self.assertGreater(second, first)

    def test_what_is_no_port_is_refused(self) -> None:
        for text in "abc", "-1", "65536":
            code, said = self.refused(f"--port={text}")
            self.assertEqual((code, said), (
                2, f"--port {text}: give a number from 0 to 65535.\n"))

    def test_an_unknown_option_is_refused(self) -> None:
        code, said = self.refused("--prot", "1")
        self.assertEqual(code, 2)
        self.assertEqual(len(said.splitlines()), 1, said)
        self.assertIn("--prot", said)


if __name__ == "__main__":
    unittest.main()
