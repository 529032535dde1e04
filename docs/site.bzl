"""sphinx_site(): renders the book; serve_site(): serves what was rendered."""

load("@sphinx//:sphinx.bzl", "SPHINX")
load("//tools/book:manifest.bzl", "BookInfo")

def _sphinx_site(ctx):
    # Only who builds the site needs Sphinx, so only then is its lack an error.
    if SPHINX.error:
        fail(SPHINX.error)
    book = ctx.attr.book[BookInfo]
    out = ctx.actions.declare_directory(ctx.label.name)
    arguments = ctx.actions.args()
    arguments.add("-B")
    arguments.add(ctx.file._build)
    arguments.add("--manifest", book.manifest)
    arguments.add("--conf", ctx.file.conf)
    arguments.add("--out", out.path)
    arguments.add_all(ctx.files.includes, before_each = "--include")
    arguments.add_all(ctx.files.ownership, before_each = "--ownership")
    ctx.actions.run(
        executable = SPHINX.interpreter,
        arguments = [arguments],
        inputs = depset([ctx.file._build, ctx.file.conf] + ctx.files.srcs + ctx.files.includes + ctx.files.ownership, transitive = [book.files]),
        outputs = [out],
        mnemonic = "SphinxSite",
        progress_message = "Rendering the book (Sphinx %s)" % SPHINX.version,
    )
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out]))]

sphinx_site = rule(
    implementation = _sphinx_site,
    attrs = {
        "book": attr.label(mandatory = True, providers = [BookInfo]),
        "conf": attr.label(mandatory = True, allow_single_file = ["conf.py"]),
        "includes": attr.label_list(allow_files = True, doc = "Files that pages include, as /include/NAME."),
        "ownership": attr.label(mandatory = True, doc = "ownership.json and ownership.csv."),
        "srcs": attr.label_list(allow_files = True, doc = "Pages, extension, style: what conf.py needs."),
        "_build": attr.label(default = "//docs:build.py", allow_single_file = True),
    },
)

def _serve_site(ctx):
    site = ctx.files.site[0]
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(script, "#!/bin/sh\nexec %s -B %s --site %s \"$@\"\n" % (
        SPHINX.interpreter,
        ctx.file._serve.short_path,
        site.short_path,
    ), is_executable = True)
    return [DefaultInfo(executable = script, runfiles = ctx.runfiles([ctx.file._serve, site]))]

serve_site = rule(
    implementation = _serve_site,
    attrs = {
        "site": attr.label(mandatory = True),
        "_serve": attr.label(default = "//docs:serve.py", allow_single_file = True),
    },
    executable = True,
)
