"""Finds the C compilers, so that a machine without one hears it in one sentence.

Bazel configures its own C++ toolchain from the same names. The paths given
here are for the test that compiles every chapter with both compilers. The
sentence is in COMPILERS.error, for the macro that makes the book's targets to
raise: Bazel's own search fails before any target could.
"""

def _compilers(repository_ctx):
    found = {name: str(repository_ctx.which(name) or "") for name in ["gcc", "g++", "clang"]}
    missing = [name for name in ["gcc", "g++"] if not found[name]]
    error = ""
    if missing and not repository_ctx.os.environ.get("CC"):
        error = ("There is no C compiler (not on PATH: %s); install the packages gcc and g++, " +
                 "as tools/setup does, or name a compiler in CC.") % ", ".join(missing)
    found = struct(gcc = found["gcc"], clang = found["clang"], error = error)
    repository_ctx.file("BUILD")
    repository_ctx.file("compilers.bzl", "COMPILERS = %r\n" % found)

compilers = repository_rule(
    implementation = _compilers,
    environ = ["CC", "COOKBOOK_PACKAGES", "PATH"],
    local = True,
)
