"""What the folders under cookbook/ must hold, and what is wrong with them.

Nothing here reads a file or makes a target: the list of parts and the names
of the files come in, sentences come out, so that tests/book can try it all.
"""

CHAPTER_FILES = ["leaky.c", "fixed.c", "chapter.rst", "chapter_test.cc"]

# What a chapter may need of the interpreter.
NEEDS = ["numpy"]

_LIST = "cookbook/chapters.bzl"
_FILES_TEXT = "leaky.c, fixed.c, chapter.rst and chapter_test.cc"
_LOWER = "abcdefghijklmnopqrstuvwxyz_"
_LOWER_AND_DIGITS = _LOWER + "0123456789"

def _is_name(name):
    return bool(name) and name[0] in _LOWER and all([c in _LOWER_AND_DIGITS for c in name.elems()])

def _is_scratch(path):
    """Whether an editor or the desktop left the file there: not ours to judge."""
    name = path.rpartition("/")[2]
    return name.startswith(".") or name.startswith("#") or name.endswith("~")

def _twice(names):
    return [name for i, name in enumerate(names) if name in names[:i]]

def _problems_of_list(parts):
    """What is wrong with the list itself, whatever files there are."""
    found = ["%s lists the part %s twice: take one out." % (_LIST, folder) for folder in _twice([p.folder for p in parts])]
    for part in parts:
        names = [entry.name for entry in part.entries]
        found += ["%s lists %s/%s twice: take one out." % (_LIST, part.folder, name) for name in _twice(names)]
        found += [
            "%s: %r is no name for a folder or a page: use lower case letters, digits and _." % (_LIST, name)
            for name in [part.folder] + names
            if not _is_name(name)
        ]
        found += [
            "%s: %s needs %r, which is not known here: use one of %s." % (_LIST, entry.name, need, ", ".join(NEEDS))
            for entry in part.entries
            for need in entry.needs
            if need not in NEEDS
        ]
    return found

def _problems_of_entry(part, entry, files):
    """Files that the entry should have and has not."""
    path = "cookbook/%s/%s" % (part.folder, entry.name)
    if entry.kind == "page":
        if path + ".rst" in files:
            return []
        return ["%s lists the page %s/%s, but there is no %s.rst: write it, or take the line out." %
                (_LIST, part.folder, entry.name, path)]
    if not [file for file in files if file.startswith(path + "/")]:
        return [("%s lists the chapter %s/%s, but there is no folder %s (or it has a BUILD file of its own): " +
                 "write it, or take the line out.") % (_LIST, part.folder, entry.name, path)]
    return [
        "%s/%s is missing: a chapter has %s." % (path, name, _FILES_TEXT)
        for name in CHAPTER_FILES
        if path + "/" + name not in files
    ]

def _problem_of_file(parts, file):
    """Why the file should not be where it is, or None."""
    steps = file.split("/")[1:]
    part = None
    for candidate in parts:
        if candidate.folder == steps[0]:
            part = candidate
    if not part or len(steps) == 1:
        return ("%s belongs to no part of the book: list its folder as a part in %s, or take it away." %
                (file, _LIST))

    chapters = [entry.name for entry in part.entries if entry.kind == "chapter"]
    pages = [entry.name for entry in part.entries if entry.kind == "page"]
    if len(steps) == 2:
        name, _, extension = steps[1].rpartition(".")
        if extension == "rst" and name in pages:
            return None
        if extension == "svg" and [page for page in pages if name.startswith(page + "-")]:
            return None
        if extension == "rst":
            return ("%s is not listed: add page(\"%s\") to the part %s in %s, or take it away." %
                    (file, name, part.folder, _LIST))
    elif steps[1] not in chapters:
        return ("cookbook/%s/%s is not listed: add chapter(\"%s\") to the part %s in %s, or take the folder away." %
                (part.folder, steps[1], steps[1], part.folder, _LIST))
    elif "/".join(steps[2:]) in CHAPTER_FILES:
        return None
    return ("%s does not belong there: a chapter's folder holds %s, a part's folder its pages (page.rst) " +
            "and their pictures (page-*.svg); take it away.") % (file, _FILES_TEXT)

def problems(parts, files):
    """Returns one sentence for each thing wrong, in the order of the list.

    Args:
      parts: the book, as cookbook/chapters.bzl lists it.
      files: the paths of all files under cookbook/ but BUILD and chapters.bzl.
    """
    found = _problems_of_list(parts)
    if found:
        return found
    for part in parts:
        for entry in part.entries:
            found += _problems_of_entry(part, entry, files)
    for file in files:
        problem = None if _is_scratch(file) else _problem_of_file(parts, file)
        if problem and problem not in found:
            found.append(problem)
    return found
