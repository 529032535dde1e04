"""What a chapter says of itself, under its contract: fields that the indexes are
made of. Each is held against the catalog, and the severity against the run."""

from __future__ import annotations

from dataclasses import dataclass

from docutils.parsers.rst import directives

from . import catalog
from .report import NOT_HERE, Report, ReportError, Versions

UNSAFE = {"over_release", "wrong_allocator", "out_of_bounds", "double_free",
          "use_after_free", "abort", "crash"}
LEAKS = {"leak", "memory_leak", "buffer_exported"}

OPTIONS = {name: directives.unchanged_required
           for name in ("topic", "class", "severity", "cwe", "api", "shows")}


class FieldError(Exception):
    """A field that is missing or says what is not so, in one sentence."""


@dataclass(frozen=True)
class Fields:
    topics: list[str]
    classes: list[str]
    severity: str
    cwes: list[str]
    apis: list[str]
    shows: Versions | None     # None: on every version


def read(options: dict[str, str]) -> Fields:
    """The fields of a contract, or FieldError."""
    for name, why in {"severity": "how bad it is", "api": "the functions it is about",
                      "cwe": "the weakness by its number"}.items():
        if not options.get(name, "").strip():
            raise FieldError(f"the contract has no `:{name}:`; add it: {why}")
    fields = Fields(
        topics=_known(options, "topic", catalog.topics()),
        classes=_known(options, "class", catalog.classes()),
        severity=_known(options, "severity", catalog.SEVERITIES)[0],
        cwes=_known(options, "cwe", catalog.CWES),
        apis=names(options["api"]),
        shows=Versions.read(options["shows"]) if "shows" in options else None,
    )
    if not fields.topics and not fields.classes:
        raise FieldError("the contract has neither `:topic:` nor `:class:`; "
                         "say which rows of docs/catalog the chapter treats")
    return fields


def verify(fields: Fields, report: Report) -> None:
    """Hold the fields against what the checker found; ReportError."""
    if report.skipped:
        return
    shown = fields.shows is None or fields.shows.hold(report.version)
    report.verify_bug(shown, fields.severity)
    if not shown:
        return
    seen = severity(report)
    if seen != fields.severity:
        raise ReportError(f"`:severity: {fields.severity}` is not what the run found: "
                          f"{seen}; correct the field or the test")


def verdict_of(fields: Fields, report: Report) -> str:
    """What the chapter is about, in the checker's word where memory is harmed."""
    if report.verdict != "clean":
        return report.verdict
    return fields.severity if fields.shows is None else NOT_HERE


def severity(report: Report) -> str:
    """How bad the worst is that the run found in leaky.c."""
    found = [(check, finding["kind"], finding["failing"]) for check in report.of("leaky")
             for finding in check["findings"]]
    if any(kind in UNSAFE for _, kind, _ in found):
        return "memory unsafe"
    leaks = [(check, failing) for check, kind, failing in found if kind in LEAKS]
    if any(not check["raised"] and not failing for check, failing in leaks):
        return "leak per call"
    return "leak on error" if leaks else "wrong result"


def _known(options: dict[str, str], name: str, known: dict) -> list[str]:
    said = names(options.get(name, ""))
    for one in said:
        if one not in known:
            listed = ", ".join(known) if len(known) < 20 else "docs/catalog"
            raise FieldError(f"`:{name}: {one}` is not known; use one of {listed}")
    return said


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
