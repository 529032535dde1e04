"""Tests of tools/book/layout.bzl: books with something wrong, and what is said."""

load("//tools/book:book.bzl", "chapter", "page", "part")
load("//tools/book:layout.bzl", "problems")

_PAIR = ["cookbook/lists/append/" + name for name in ["leaky.c", "fixed.c", "chapter.rst", "chapter_test.cc"]]
_BOOK = [part("lists", "Lists", [chapter("append")])]
_BOOK_AND_PAGE = [part("lists", "Lists", [page("memory"), chapter("append")])]

# name: (parts, files, sentences)
_CASES = {
    "nothing wrong": (_BOOK, _PAIR, []),
    "page and its pictures": (
        _BOOK_AND_PAGE,
        _PAIR + ["cookbook/lists/memory.rst", "cookbook/lists/memory-heap.svg", "cookbook/lists/memory-stack.svg"],
        [],
    ),
    "what an editor leaves": (
        _BOOK,
        _PAIR + ["cookbook/.DS_Store", "cookbook/lists/append/.leaky.c.swp", "cookbook/lists/append/leaky.c~", "cookbook/lists/#new#"],
        [],
    ),
    "listed folder missing": (
        [part("lists", "Lists", [chapter("append"), chapter("insert")])],
        _PAIR,
        ["cookbook/chapters.bzl lists the chapter lists/insert, but there is no folder cookbook/lists/insert " +
         "(or it has a BUILD file of its own): write it, or take the line out."],
    ),
    "listed page missing": (
        _BOOK_AND_PAGE,
        _PAIR,
        ["cookbook/chapters.bzl lists the page lists/memory, but there is no cookbook/lists/memory.rst: " +
         "write it, or take the line out."],
    ),
    "folder not listed": (
        _BOOK,
        _PAIR + ["cookbook/lists/insert/fixed.c", "cookbook/lists/insert/leaky.c"],
        ["cookbook/lists/insert is not listed: add chapter(\"insert\") to the part lists in cookbook/chapters.bzl, " +
         "or take the folder away."],
    ),
    "page not listed": (
        _BOOK,
        _PAIR + ["cookbook/lists/memory.rst"],
        ["cookbook/lists/memory.rst is not listed: add page(\"memory\") to the part lists in cookbook/chapters.bzl, " +
         "or take it away."],
    ),
    "part not listed": (
        _BOOK,
        _PAIR + ["cookbook/tuples/resize/leaky.c"],
        ["cookbook/tuples/resize/leaky.c belongs to no part of the book: list its folder as a part in " +
         "cookbook/chapters.bzl, or take it away."],
    ),
    "file beside the parts": (
        _BOOK,
        _PAIR + ["cookbook/notes.txt"],
        ["cookbook/notes.txt belongs to no part of the book: list its folder as a part in cookbook/chapters.bzl, " +
         "or take it away."],
    ),
    "stray file in a chapter": (
        _BOOK,
        _PAIR + ["cookbook/lists/append/append.c"],
        ["cookbook/lists/append/append.c does not belong there: a chapter's folder holds leaky.c, fixed.c, " +
         "chapter.rst and chapter_test.cc, a part's folder its pages (page.rst) and their pictures (page-*.svg); " +
         "take it away."],
    ),
    "stray folder in a chapter": (
        _BOOK,
        _PAIR + ["cookbook/lists/append/old/leaky.c"],
        ["cookbook/lists/append/old/leaky.c does not belong there: a chapter's folder holds leaky.c, fixed.c, " +
         "chapter.rst and chapter_test.cc, a part's folder its pages (page.rst) and their pictures (page-*.svg); " +
         "take it away."],
    ),
    "picture of no page": (
        _BOOK_AND_PAGE,
        _PAIR + ["cookbook/lists/memory.rst", "cookbook/lists/memoryheap.svg"],
        ["cookbook/lists/memoryheap.svg does not belong there: a chapter's folder holds leaky.c, fixed.c, " +
         "chapter.rst and chapter_test.cc, a part's folder its pages (page.rst) and their pictures (page-*.svg); " +
         "take it away."],
    ),
    "chapter listed as a page": (
        [part("lists", "Lists", [page("append")])],
        _PAIR,
        [
            "cookbook/chapters.bzl lists the page lists/append, but there is no cookbook/lists/append.rst: " +
            "write it, or take the line out.",
            "cookbook/lists/append is not listed: add chapter(\"append\") to the part lists in " +
            "cookbook/chapters.bzl, or take the folder away.",
        ],
    ),
    "listed twice": (
        [part("lists", "Lists", [chapter("append"), chapter("append")])],
        _PAIR,
        ["cookbook/chapters.bzl lists lists/append twice: take one out."],
    ),
    "part listed twice": (
        _BOOK + [part("lists", "Tuples", [])],
        _PAIR,
        ["cookbook/chapters.bzl lists the part lists twice: take one out."],
    ),
    "no name for a module": (
        [part("lists", "Lists", [page("2nd-page")])],
        ["cookbook/lists/2nd-page.rst"],
        ["cookbook/chapters.bzl: \"2nd-page\" is no name for a folder or a page: use lower case letters, digits and _."],
    ),
    "unknown need": (
        [part("lists", "Lists", [chapter("append", needs = ["scipy"])])],
        _PAIR,
        ["cookbook/chapters.bzl: append needs \"scipy\", which is not known here: use one of numpy."],
    ),
}

def _missing_file_cases():
    return {
        "%s missing" % missing: (
            _BOOK,
            [file for file in _PAIR if not file.endswith("/" + missing)],
            ["cookbook/lists/append/%s is missing: a chapter has leaky.c, fixed.c, chapter.rst and chapter_test.cc." % missing],
        )
        for missing in [file.rpartition("/")[2] for file in _PAIR]
    }

def _layout_test(ctx):
    failures = []
    for name, (parts, files, sentences) in dict(_CASES, **_missing_file_cases()).items():
        said = problems(parts, files)
        if said != sentences:
            failures.append("%s\n  expected: %s\n  said:     %s" % (name, "\n".join(sentences), "\n".join(said)))
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        script,
        "cat <<'EOF'\n%s\nEOF\nexit %d\n" % ("\n".join(failures), 1 if failures else 0),
        is_executable = True,
    )
    return [DefaultInfo(executable = script)]

layout_test = rule(implementation = _layout_test, test = True)
