"""corpus(): the modules that refcheck is tried on, leaky and clean."""

load("//tools/book:extension.bzl", "extension_module")

def corpus(name, cases, baits):
    """Makes corpus/leaky/CASE, corpus/clean/CASE and corpus/clean/BAIT.

    Args:
      name: of a filegroup with all of them, their sources and the table of them.
      cases: names of the C files in corpus/ that hold a bug where LEAKY is 1.
      baits: names of those that hold none.
    """
    modules = [
        extension_module(
            folder = "corpus/" + variant,
            module = member,
            srcs = ["corpus/%s.c" % member, "corpus/corpus.h"],
            local_defines = ["LEAKY=" + leaky],
            testonly = True,
        )
        for variant, leaky, members in [("leaky", "1", cases), ("clean", "0", cases + baits)]
        for member in members
    ]
    native.filegroup(
        name = name,
        testonly = True,
        srcs = modules + ["corpus/README.md"] +
               ["corpus/%s.c" % member for member in cases + baits],
    )
