"""extension_module(): one C file, one extension module of @python."""

load("@python//:python.bzl", "PYTHON")
load("@rules_cc//cc:defs.bzl", "cc_binary")

# As CPython's own build compiles extensions. Without -DNDEBUG the asserts of
# Python.h would find some of the bugs, and tail calls would hide the line.
EXTENSION_COPTS = [
    "-std=c11",
    "-O2",
    "-g",
    "-DNDEBUG",
    "-fno-optimize-sibling-calls",
    "-fvisibility=hidden",
    "-Wall",
    "-Wextra",
    "-Werror",
]

def extension_module(folder, module, srcs, needs = [], shim = False, **kwargs):
    """Makes the target FOLDER/MODULE.<suffix>, a module that Python can import.

    Args:
      folder: of the target, in the package.
      module: the module's name, as in PyInit_MODULE.
      srcs: its C file, and headers.
      needs: what its code needs beside Python.h, as ["numpy"].
      shim: lets refcheck see references to immortal objects; see shim.h.
      **kwargs: passed on to cc_binary.

    Returns:
      The target's name.
    """
    name = "%s/%s%s" % (folder, module, PYTHON.ext_suffix)
    cc_binary(
        name = name,
        srcs = srcs,
        copts = EXTENSION_COPTS + (["-include", "tools/refcheck/shim.h"] if shim else []),
        linkshared = True,
        deps = ["@python//:headers"] + ["@python//:%s_headers" % need for need in needs] +
               (["//tools/refcheck:shim"] if shim else []),
        **kwargs
    )
    return name
