"""Stand-ins for repositories that Bazel would download.

Bazel's own built-in packages load their rules from @rules_cc and @rules_java
and name @remote_coverage_tools. To this version of Bazel those repositories
hold nothing but names for rules it has built in, so we write them ourselves.
Coverage is not supported: its two targets are empty.
"""

def _standin(repository_ctx):
    repository_ctx.file("WORKSPACE")
    repository_ctx.file("BUILD", repository_ctx.attr.build)
    if repository_ctx.attr.package:
        repository_ctx.file(repository_ctx.attr.package + "/BUILD")
        repository_ctx.file(
            repository_ctx.attr.package + "/defs.bzl",
            "".join(["{0} = native.{0}\n".format(rule) for rule in repository_ctx.attr.rules]),
        )

_standin_repository = repository_rule(
    implementation = _standin,
    attrs = {
        "build": attr.string(doc = "The root's BUILD file."),
        "package": attr.string(doc = "The package of defs.bzl, where there is one."),
        "rules": attr.string_list(doc = "The built-in rules that defs.bzl names."),
    },
)

def standins():
    _standin_repository(
        name = "rules_cc",
        package = "cc",
        rules = ["cc_binary", "cc_import", "cc_library", "cc_test", "cc_toolchain", "cc_toolchain_suite"],
    )
    _standin_repository(
        name = "rules_java",
        package = "java",
        rules = ["java_binary", "java_import", "java_library", "java_runtime", "java_toolchain"],
    )
    _standin_repository(
        name = "remote_coverage_tools",
        build = "".join([
            "filegroup(name = \"%s\", visibility = [\"//visibility:public\"])\n" % name
            for name in ["coverage_report_generator", "lcov_merger"]
        ]),
    )
