"""missing(name, sentence): stands where something this machine lacks would be.

A repository that fails while it is fetched buries its sentence in three
repetitions. This rule fails when a target that needs it is analyzed: the
sentence comes once, and what does not need it can still be built.
"""

def _missing(ctx):
    fail(ctx.attr.sentence)

missing = rule(
    implementation = _missing,
    attrs = {"sentence": attr.string(mandatory = True)},
)

def missing_build(sentence, names):
    """The text of a BUILD file whose targets all fail with the sentence."""
    return "\n".join([
        "load(\"@refcounting_cookbook//tools:missing.bzl\", \"missing\")",
        "package(default_visibility = [\"//visibility:public\"])",
    ] + ["missing(name = %r, sentence = %r)" % (name, sentence) for name in names]) + "\n"
