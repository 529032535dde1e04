"""ownership_proof(): a file of the table, proven on the interpreter at hand."""

load("@compilers//:compilers.bzl", "COMPILERS")
load("@python//:python.bzl", "PYTHON")
load("@rules_cc//cc:defs.bzl", "cc_binary")

_COPTS = [
    "-std=gnu11",
    "-O1",
    "-g",
    # A recipe hands a PyObject * to whatever the function takes.
    "-Wno-incompatible-pointer-types",
    "-Wno-deprecated-declarations",
]

_PYTHON = [
    "//tools/ownership:generate.py",
    "//tools/ownership:prove.py",
    "//tools/ownership:table.py",
]

def _generated(ctx):
    ctx.actions.run(
        executable = PYTHON.interpreter,
        arguments = ["-B", ctx.files._python[0].path] +
                    [file.path for file in [ctx.file.table, ctx.file._prelude]] +
                    [PYTHON.version, ctx.outputs.out.path],
        inputs = [ctx.file.table, ctx.file._prelude] + ctx.files._python,
        outputs = [ctx.outputs.out],
        mnemonic = "OwnershipRecipes",
    )

_recipes = rule(
    implementation = _generated,
    attrs = {
        "out": attr.output(mandatory = True),
        "table": attr.label(mandatory = True, allow_single_file = [".txt"]),
        "_prelude": attr.label(default = "//tools/ownership:probe/prelude.py", allow_single_file = True),
        "_python": attr.label_list(default = _PYTHON, allow_files = True),
    },
)

# The tools are those that a test command builds: nothing is compiled twice. What
# is wrong is in the answer, for the test to say; the action itself goes through.
_PROVE = '''"$1" -B "$2" "$3" --module "$4" --refcheck "$5" --json "$6" > "$6.log" || [ $? = 1 ]'''

def _prove(ctx):
    out = ctx.outputs.out
    log = ctx.actions.declare_file(out.basename + ".log", sibling = out)
    ctx.actions.run_shell(
        command = _PROVE,
        arguments = [
            PYTHON.interpreter,
            [file for file in ctx.files._python if file.basename == "prove.py"][0].path,
            ctx.file.table.path,
            ctx.file.module.path,
            ctx.executable._refcheck.path,
            out.path,
        ],
        inputs = [ctx.file.table, ctx.file.module] + ctx.files._python,
        outputs = [out, log],
        tools = [ctx.executable._refcheck],
        mnemonic = "OwnershipProof",
        progress_message = "Proving the ownership of " + ctx.attr.name,
    )
    return [DefaultInfo(files = depset([out]))]

_proof = rule(
    implementation = _prove,
    attrs = {
        "module": attr.label(mandatory = True, allow_single_file = True),
        "out": attr.output(mandatory = True),
        "table": attr.label(mandatory = True, allow_single_file = [".txt"]),
        "_python": attr.label_list(default = _PYTHON, allow_files = True),
        "_refcheck": attr.label(default = "//tools/refcheck", executable = True, cfg = "target"),
    },
)

def ownership_proof(name, table, copts = [], deps = [], holds = True, **kwargs):
    """Makes NAME.json, what was seen of each recipe, and NAME_test, which says what is wrong.

    Args:
      name: of the group.
      table: its file of the table.
      copts: how to compile the recipes, beside the usual.
      deps: what the functions need that are not CPython's.
      holds: False where each row is wrong, and the test is to find each so.
      **kwargs: passed on to all targets.
    """
    source = name + "_recipes.c"
    module = "modules/%s/ownership%s" % (name, PYTHON.ext_suffix)
    _recipes(name = name + "_recipes", out = source, table = table, **kwargs)
    cc_binary(
        name = module,
        testonly = True,
        srcs = [source],
        copts = _COPTS + copts,
        linkshared = True,
        deps = ["//tools/ownership:probe"] + deps,
        **kwargs
    )
    _proof(
        name = name,
        testonly = True,
        module = module,
        out = name + ".json",
        table = table,
        **kwargs
    )
    native.sh_test(
        name = name + "_test",
        size = "small",
        srcs = ["//tests/python:run.sh"],
        args = [
            "'%s'" % PYTHON.interpreter,
            "$(rootpath //tools/ownership:wrong.py)",
            "$(rootpath :%s.json)" % name,
        ] + ([] if holds else ["--all"]),
        data = [name + ".json", "//tools/ownership:wrong.py"],
        **kwargs
    )

def _table(ctx):
    headers = ctx.actions.declare_file("headers.json")
    ctx.actions.run(
        executable = PYTHON.interpreter,
        arguments = ["-B", ctx.file._headers.path, COMPILERS.clang, PYTHON.include, PYTHON.version, ctx.file._no_objects.path, headers.path],
        inputs = [ctx.file._headers, ctx.file._no_objects],
        outputs = [headers],
        mnemonic = "CApiHeaders",
    )
    outs = [ctx.actions.declare_file(ctx.label.name + suffix) for suffix in [".json", ".csv"]]
    merge = [file for file in ctx.files._python if file.basename == "merge.py"][0]
    ctx.actions.run(
        executable = PYTHON.interpreter,
        arguments = ["-B", merge.path, "--python", PYTHON.version, "--headers", headers.path, "--out", outs[0].path[:-len(".json")]] +
                    ["--evidence=" + file.path for file in ctx.files.evidence] +
                    [file.path for file in ctx.files.tables + ctx.files.proofs],
        inputs = [headers] + ctx.files.tables + ctx.files.proofs + ctx.files.evidence + ctx.files._python,
        outputs = outs,
        mnemonic = "OwnershipTable",
    )
    comparison = ctx.actions.declare_file("comparison.json")
    ctx.actions.run(
        executable = PYTHON.interpreter,
        arguments = ["-B", ctx.file._compare.path, outs[0].path, PYTHON.documentation, ctx.file._refcounts.path, comparison.path],
        inputs = [outs[0], ctx.file._compare, ctx.file._refcounts],
        outputs = [comparison],
        mnemonic = "OwnershipComparison",
    )
    return [DefaultInfo(files = depset(outs + [comparison]))]

ownership_table = rule(
    implementation = _table,
    attrs = {
        "evidence": attr.label_list(allow_files = [".txt"]),
        "proofs": attr.label_list(allow_files = [".json"]),
        "tables": attr.label_list(allow_files = [".txt"]),
        "_compare": attr.label(default = "//tools/ownership:compare.py", allow_single_file = True),
        "_headers": attr.label(default = "//tools/ownership:headers.py", allow_single_file = True),
        "_no_objects": attr.label(default = "//tools/ownership:no_objects.txt", allow_single_file = True),
        "_python": attr.label_list(
            default = [
                "//tools/ownership:generate.py",
                "//tools/ownership:merge.py",
                "//tools/ownership:record.py",
                "//tools/ownership:table.py",
            ],
            allow_files = True,
        ),
        "_refcounts": attr.label(default = "@python//:refcounts.dat", allow_single_file = True),
    },
)
