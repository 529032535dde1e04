"""Finds the C compilers, so that a machine without one hears it in one sentence.

Bazel configures its own C++ toolchain from the same names. The paths given
here are for the test that compiles every chapter with both compilers.
"""

def _compilers(repository_ctx):
    found = {name: repository_ctx.which(name) for name in ["gcc", "g++", "clang"]}
    missing = [name for name in ["gcc", "g++"] if not found[name]]
    if missing and not repository_ctx.os.environ.get("CC"):
        fail(("There is no C compiler: %s is not on PATH; install the packages gcc and g++, " +
              "as tools/setup does, or name a compiler in CC.") % " and ".join(missing))
    repository_ctx.file("BUILD")
    repository_ctx.file("compilers.bzl", "COMPILERS = " + repr(struct(
        gcc = str(found["gcc"] or ""),
        clang = str(found["clang"] or ""),
    )) + "\n")

compilers = repository_rule(
    implementation = _compilers,
    environ = ["CC", "PATH"],
    local = True,
)
