"""Counts the test cases of a run and says why any was skipped.

usage: summary.py TESTLOGS [FAILED COMMAND...]

Every failing test case counts, and so does a command that failed without one:
a build that broke or a test that ran out of time must not read as passed. The
last line is "N passed, N failed", with ", N skipped" where there are any.
"""
import pathlib
import sys
import xml.etree.ElementTree


class Unreadable(Exception):
    """A test.xml that is none: the test was killed while it wrote it."""


def cases(path):
    """Yields (verdict, name, reason) for each test case of a test.xml."""
    try:
        root = xml.etree.ElementTree.parse(path).getroot()
    except xml.etree.ElementTree.ParseError:
        raise Unreadable from None
    for case in root.iter("testcase"):
        name = ".".join(filter(None, [case.get("classname"), case.get("name")]))
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            yield "failed", name, None
        elif skipped is not None or case.get("result") == "skipped":
            reason = "" if skipped is None else skipped.get("message") or skipped.text or ""
            # GoogleTest puts the file and the line first, on a line of its own.
            yield "skipped", name, reason.strip().rpartition("\n")[2]
        else:
            yield "passed", name, None


def main(testlogs, *failed_commands):
    count = {"passed": 0, "failed": 0, "skipped": 0}
    for path in sorted(pathlib.Path(testlogs).rglob("test.xml")):
        if "test_attempts" in path.parts:
            continue
        target = path.parent.relative_to(testlogs)
        try:
            for verdict, name, reason in cases(path):
                count[verdict] += 1
                if verdict == "skipped":
                    print("skipped: %s %s: %s" % (target, name, reason or "no reason given"))
        except Unreadable:
            count["failed"] += 1
            print("failed: %s: its test.xml cannot be read" % target)
    for command in failed_commands:
        print("failed: " + command)
        if not command.startswith("bazel test") or count["failed"] == 0:
            count["failed"] += 1
    line = "%(passed)d passed, %(failed)d failed" % count
    if count["skipped"]:
        line += ", %(skipped)d skipped" % count
    print(line)
    return 1 if count["failed"] or not count["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
