"""book_manifest(): hands the whole book to the site.

Gives all files of the book, and BookInfo with the manifest: a JSON list of
parts, {folder, title, entries}, each entry {kind, name, skip, rst} and for a
chapter also {leaky, fixed, test, report}, for a page {pictures}. The files
are named by their paths as an action sees them.
"""

BookInfo = provider(fields = {
    "manifest": "The manifest, a file.",
    "files": "A depset of the manifest and all files it names.",
})

_CHAPTER_FIELDS = {
    "rst": "chapter.rst",
    "leaky": "leaky.c",
    "fixed": "fixed.c",
    "test": "chapter_test.cc",
    "report": "report.json",
}

def _book_manifest(ctx):
    start = len(ctx.label.package) + 1
    paths = {file.short_path[start:]: file.path for file in ctx.files.sources + ctx.files.reports}
    parts = json.decode(ctx.attr.layout)
    for part in parts:
        for entry in part["entries"]:
            path = part["folder"] + "/" + entry["name"]
            if entry["kind"] == "chapter":
                entry.update([(field, paths[path + "/" + name]) for field, name in _CHAPTER_FIELDS.items()])
            else:
                entry["rst"] = paths[path + ".rst"]
                entry["pictures"] = [paths[name] for name in paths if name.startswith(path + "-") and name.endswith(".svg")]
    manifest = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.write(manifest, json.encode_indent(parts) + "\n")
    files = depset([manifest] + ctx.files.sources + ctx.files.reports)
    return [DefaultInfo(files = files), BookInfo(manifest = manifest, files = files)]

book_manifest = rule(
    implementation = _book_manifest,
    attrs = {
        "layout": attr.string(mandatory = True, doc = "The parts as JSON, without the files."),
        "sources": attr.label_list(allow_files = True),
        "reports": attr.label_list(),
    },
)
