"""report(): runs a chapter's test as a build action, for what the checker saw."""

# The runfiles are where a test run would have them. The program is the one
# that the test command builds (cfg = "target"): nothing is compiled twice.
_COMMAND = """
export TEST_SRCDIR="$PWD/$1.runfiles" TEST_WORKSPACE="$2" REFCHECK_REPORT="$PWD/$3"
test="$PWD/$1"
if ! log=$(cd "$TEST_SRCDIR/$TEST_WORKSPACE" && "$test" 2>&1); then
    echo "$4: the chapter's test fails, so the page has nothing to show; see: bazel test $5" >&2
    exit 1
fi
"""

def _report(ctx):
    test = ctx.attr.test[DefaultInfo].files_to_run
    out = ctx.actions.declare_file(ctx.attr.chapter + "/report.json")
    ctx.actions.run_shell(
        outputs = [out],
        tools = [test],
        command = _COMMAND,
        arguments = [
            test.executable.path,
            ctx.workspace_name,
            out.path,
            ctx.label.package + "/" + ctx.attr.chapter,
            str(ctx.attr.test.label),
        ],
        mnemonic = "ChapterReport",
        progress_message = "Checking the chapter " + ctx.attr.chapter,
        use_default_shell_env = True,
    )
    return [DefaultInfo(files = depset([out]))]

report = rule(
    implementation = _report,
    attrs = {
        "chapter": attr.string(mandatory = True, doc = "PART/CHAPTER."),
        "test": attr.label(mandatory = True, executable = True, cfg = "target"),
    },
)
