"""Finds an interpreter that has Sphinx, the theme and the copy button.

It need not be the interpreter the book is run on. Without one only the site
cannot be built, so the sentence that says so is handed on, not raised.
"""

_MISSING = ("No Python with Sphinx, furo and sphinx-copybutton was found (tried: %s); install the packages " +
            "python3-sphinx, furo and python3-sphinx-copybutton, as tools/setup does, or name an interpreter " +
            "that has them in SPHINX_PYTHON.")

def _sphinx(repository_ctx):
    named = repository_ctx.os.environ.get("SPHINX_PYTHON")
    on_path = repository_ctx.which("python3")
    candidates = [named] if named else ["/usr/bin/python3"] + ([str(on_path)] if on_path else [])
    probe = repository_ctx.path(Label("//tools/sphinx:probe.py"))
    found = struct(interpreter = "", version = "", error = _MISSING % ", ".join(candidates))
    for candidate in candidates:
        result = repository_ctx.execute([candidate, "-B", probe])
        if result.return_code == 0:
            found = struct(interpreter = candidate, version = result.stdout.strip(), error = "")
            break
    repository_ctx.file("BUILD")
    repository_ctx.file("sphinx.bzl", "SPHINX = %r\n" % found)

sphinx = repository_rule(
    implementation = _sphinx,
    environ = ["COOKBOOK_PACKAGES", "PATH", "SPHINX_PYTHON"],
    local = True,
)
