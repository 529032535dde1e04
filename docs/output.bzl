"""output(): what a tool of ours prints, for a page that shows it."""

def _output(ctx):
    out = ctx.actions.declare_file(ctx.label.name)
    arguments = [ctx.expand_location(argument, ctx.attr.srcs) for argument in ctx.attr.arguments]
    ctx.actions.run_shell(
        command = "{tool} {arguments} > {out} || [ $? = {status} ]".format(
            tool = ctx.executable.tool.path,
            arguments = " ".join(arguments),
            out = out.path,
            status = ctx.attr.status,
        ),
        inputs = ctx.files.srcs,
        outputs = [out],
        tools = [ctx.executable.tool],
    )
    return [DefaultInfo(files = depset([out]))]

output = rule(
    implementation = _output,
    attrs = {
        "arguments": attr.string_list(doc = "Words for the shell; $(execpath LABEL) of srcs is expanded."),
        "srcs": attr.label_list(allow_files = True),
        "status": attr.int(doc = "The exit status that is as it should be."),
        # As the tests use it: nothing is compiled twice.
        "tool": attr.label(mandatory = True, executable = True, cfg = "target"),
    },
)
