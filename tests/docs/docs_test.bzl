"""docs_test(): NAME.py, run by the interpreter that has Sphinx, else skipped."""

load("@sphinx//:sphinx.bzl", "SPHINX")

def docs_test(name, srcs = []):
    native.sh_test(
        name = name,
        size = "small",
        srcs = ["run.sh"],
        args = ["'%s'" % arg for arg in [SPHINX.interpreter, SPHINX.error, "tests/docs/%s.py" % name]],
        data = [name + ".py", "//docs:sources"] + srcs,
    )
