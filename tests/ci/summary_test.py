"""What .ci/summary.py counts, in logs as Bazel and GoogleTest write them."""
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, ".ci")
import summary

GOOGLETEST = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="1" disabled="0" errors="0" name="AllTests">
  <testsuite name="Append" tests="4" failures="1" disabled="0" skipped="1" errors="0">
    <testcase name="Passes" status="run" result="completed" classname="Append" />
    <testcase name="PassesToo" status="run" result="completed" classname="Append" />
    <testcase name="Fails" status="run" result="completed" classname="Append">
      <failure message="a.cc:7&#x0A;Value of: x" type=""><![CDATA[a.cc:7]]></failure>
    </testcase>
    <testcase name="Skips" status="run" result="skipped" classname="Append">
      <skipped message="a.cc:9&#x0A;NumPy is not there"><![CDATA[a.cc:9]]></skipped>
    </testcase>
  </testsuite>
</testsuites>
"""
BAZEL = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="tests/setup/setup_test" tests="1" failures="0" errors="%d">
    <testcase name="tests/setup/setup_test" status="run" duration="0" time="0">%s</testcase>
  </testsuite>
</testsuites>
"""
PASSED = BAZEL % (0, "")
CRASHED = BAZEL % (1, '<error message="exited with error code 139"></error>')


class Summary(unittest.TestCase):
    def run_on(self, logs, *failed):
        """The status and the lines for a folder of {target: test.xml}."""
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as out:
            for target, text in logs.items():
                path = pathlib.Path(folder, target, "test.xml")
                path.parent.mkdir(parents=True)
                path.write_text(text)
            status = summary.main(folder, *failed)
        return status, out.getvalue().splitlines()

    def test_all_pass(self):
        self.assertEqual(self.run_on({"a/b_test": PASSED, "a/c_test": PASSED}), (0, ["2 passed, 0 failed"]))

    def test_cases_of_googletest_count_each(self):
        status, lines = self.run_on({"a/chapter_test": GOOGLETEST}, "bazel test //...")
        self.assertEqual(status, 1)
        self.assertEqual(lines, ["skipped: a/chapter_test Append.Skips: NumPy is not there",
                                 "failed: bazel test //...", "2 passed, 1 failed, 1 skipped"])

    def test_crash_fails(self):
        self.assertEqual(self.run_on({"a": PASSED, "b": CRASHED})[1][-1], "1 passed, 1 failed")

    def test_build_that_broke_fails(self):
        self.assertEqual(self.run_on({"a": PASSED}, "bazel test //..."),
                         (1, ["failed: bazel test //...", "1 passed, 1 failed"]))

    def test_site_that_broke_counts_beside_a_failing_test(self):
        self.assertEqual(self.run_on({"a": CRASHED}, "bazel test //...", "bazel build //docs:site")[1][-1],
                         "0 passed, 2 failed")

    def test_half_written_log_fails(self):
        self.assertEqual(self.run_on({"a": PASSED, "b": GOOGLETEST[:200]}),
                         (1, ["failed: b: its test.xml cannot be read", "1 passed, 1 failed"]))

    def test_no_test_at_all_is_no_success(self):
        self.assertEqual(self.run_on({}), (1, ["0 passed, 0 failed"]))


if __name__ == "__main__":
    unittest.main()
