"""Finds the sources of GoogleTest that Debian and Ubuntu install."""

_SOURCES = "/usr/src/googletest"

_BUILD = """\
load("@rules_cc//cc:defs.bzl", "cc_library")

package(default_visibility = ["//visibility:public"])

# GoogleTest and GoogleMock, one translation unit each: quick to compile.
cc_library(
    name = "gtest",
    testonly = True,
    srcs = [
        "googlemock/src/gmock-all.cc",
        "googletest/src/gtest-all.cc",
    ],
    hdrs = glob(["*/include/**/*.h"]),
    copts = ["-w"],
    includes = [
        "googlemock",
        "googlemock/include",
        "googletest",
        "googletest/include",
    ],
    linkopts = ["-pthread"],
    textual_hdrs = glob(["*/src/*"], exclude = ["*/src/*-all.cc", "*/src/*_main.cc"]),
)

cc_library(
    name = "gtest_main",
    testonly = True,
    srcs = ["googlemock/src/gmock_main.cc"],
    copts = ["-w"],
    deps = [":gtest"],
)
"""

def _googletest(repository_ctx):
    for part in ["googletest", "googlemock"]:
        for folder in ["include", "src"]:
            source = repository_ctx.path("/".join([_SOURCES, part, folder]))
            if not source.exists:
                fail(("The sources of GoogleTest are not at %s; install the package googletest, " +
                      "as tools/setup does.") % _SOURCES)
            repository_ctx.symlink(source, part + "/" + folder)
    repository_ctx.file("BUILD", _BUILD)

googletest = repository_rule(
    implementation = _googletest,
    local = True,
)
