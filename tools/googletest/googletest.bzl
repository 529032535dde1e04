"""Finds the sources of GoogleTest that Debian and Ubuntu install."""

load("//tools:missing.bzl", "missing_build")

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

_MISSING = ("The sources of GoogleTest are not at %s; install the package googletest, " +
            "as tools/setup does.") % _SOURCES

def _googletest(repository_ctx):
    folders = ["/".join([part, folder]) for part in ["googletest", "googlemock"] for folder in ["include", "src"]]
    if not all([repository_ctx.path(_SOURCES + "/" + folder).exists for folder in folders]):
        repository_ctx.file("BUILD", missing_build(_MISSING, ["gtest", "gtest_main"]))
        return
    for folder in folders:
        repository_ctx.symlink(_SOURCES + "/" + folder, folder)
    repository_ctx.file("BUILD", _BUILD)

googletest = repository_rule(
    implementation = _googletest,
    environ = ["COOKBOOK_PACKAGES"],
    local = True,
)
