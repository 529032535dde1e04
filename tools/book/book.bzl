"""Turns the list in cookbook/chapters.bzl into the targets of the book.

For every chapter P/C, a folder without a BUILD file of its own:

    P/C/leaky/C.<suffix>, P/C/fixed/C.<suffix>   the two sources, each as the module C
    P/C/chapter_test    what the chapter claims, checked; and `fixed` under
                        failing allocations
    P/C/sources_test    what holds for the two sources of every chapter
    P/C/report          report.json: what the checker saw, for the site

and :book, all files of the book with a manifest, for the site.
"""

load("@compilers//:compilers.bzl", "COMPILERS")
load("@python//:python.bzl", "PYTHON")
load("@rules_cc//cc:defs.bzl", "cc_test")
load(":extension.bzl", "extension_module")
load(":layout.bzl", "problems")
load(":manifest.bzl", "book_manifest")
load(":report.bzl", "report")

def part(folder, title, entries):
    """A part of the book: its folder under cookbook/, its title, its chapters and pages."""
    return struct(folder = folder, title = title, entries = entries)

def chapter(name, needs = []):
    """A chapter: its folder in the part's, and what its code needs, as ["numpy"]."""
    return struct(kind = "chapter", name = name, needs = needs)

def page(name):
    """A page without a pair: NAME.rst in the part's folder, pictures NAME-*.svg."""
    return struct(kind = "page", name = name, needs = [])

def book(parts):
    """Makes all targets of the book.

    Args:
      parts: the list of parts, in the order of the book.
    """
    if COMPILERS.error:
        fail(COMPILERS.error)
    package = native.package_name()
    files = native.glob(["**"], exclude = ["BUILD", "chapters.bzl"])
    found = problems(parts, [package + "/" + file for file in files])
    if found:
        fail("\n".join(found))

    reports = []
    for part in parts:
        for entry in part.entries:
            if entry.kind == "chapter":
                reports.append(_chapter(part.folder + "/" + entry.name, entry))
    book_manifest(
        name = "book",
        testonly = True,
        layout = json.encode([
            {
                "folder": part.folder,
                "title": part.title,
                "entries": [
                    {"kind": entry.kind, "name": entry.name, "skip": _unmet(entry)}
                    for entry in part.entries
                ],
            }
            for part in parts
        ]),
        reports = reports,
        sources = [file for file in files if file.rpartition(".")[2] in ["c", "cc", "rst", "svg"]],
        tags = ["manual"],
        visibility = ["//visibility:public"],
    )

def _unmet(entry):
    """Why the interpreter cannot run the chapter, in a sentence, or None."""
    if "numpy" in entry.needs and not PYTHON.numpy and not PYTHON.error:
        return "CPython %s has no NumPy with headers (on Debian: the package python3-numpy)" % PYTHON.version
    return None

def _chapter(path, entry):
    """Makes the targets of one chapter; returns the name of its report."""
    skip = _unmet(entry)
    if skip:
        # A test run shows a skipped test as passed: say it where it is seen.
        print("skipped: the chapter %s: %s" % (path, skip))  # buildifier: disable=print
    sources = [path + "/leaky.c", path + "/fixed.c"]
    modules = []
    if not skip:
        modules = [
            extension_module(
                folder = "%s/%s" % (path, half),
                module = entry.name,
                srcs = ["%s/%s.c" % (path, half)],
                needs = entry.needs,
            )
            for half in ["leaky", "fixed"]
        ]
    where = native.package_name() + "/" + path
    defines = {
        "CHAPTER_NAME": entry.name,
        "CHAPTER_LEAKY": "%s/leaky/%s%s" % (where, entry.name, PYTHON.ext_suffix),
        "CHAPTER_FIXED": "%s/fixed/%s%s" % (where, entry.name, PYTHON.ext_suffix),
    }
    if skip:
        defines["CHAPTER_SKIP"] = skip
    cc_test(
        name = path + "/chapter_test",
        size = "small",
        srcs = [path + "/chapter_test.cc"],
        data = modules + sources,
        linkstatic = True,
        local_defines = ["'%s=\"%s\"'" % item for item in defines.items()] + (["Py_DEBUG"] if PYTHON.debug else []),
        deps = ["//tools/book:chapter"],
    )
    native.sh_test(
        name = path + "/sources_test",
        size = "small",
        srcs = ["//tools/book:sources_test.sh"],
        args = [
            where,
            entry.name,
            "'%s'" % (skip or ""),
            "'%s'" % COMPILERS.gcc,
            "'%s'" % COMPILERS.clang,
            "'%s'" % PYTHON.include,
        ] + (["'%s'" % PYTHON.numpy_include] if "numpy" in entry.needs and not skip else []),
        data = sources,
    )
    report(
        name = path + "/report",
        testonly = True,
        chapter = path,
        tags = ["manual"],
        test = path + "/chapter_test",
    )
    return path + "/report"
