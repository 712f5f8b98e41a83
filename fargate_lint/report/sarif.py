"""SARIF 2.1.0, as GitHub code scanning and Azure DevOps read it.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and GitHub's list of supported properties,
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fargate_lint.diagnostic import Edit, Fix, Severity, Span, Undecided
from fargate_lint.report.paths import json_text, relative
from fargate_lint.report.result import About, Report, RootReport
from fargate_lint.report.style import Style
from fargate_lint.report.text import (
    MergedDiagnostic,
    MergedFinding,
    diagnostics,
    doubt,
    doubt_mark,
    failing,
    merged,
)

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
"""GitHub's words for the same."""
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
BASE = "SRCROOT"
MOST_TEXT = 1_024
"""Characters that GitHub shows of a description."""


def render(report: Report, style: Style) -> str:
    """One run with the rules that spoke; paths are relative to the repository's root."""
    findings, doubts = merged(report), failing(report)
    spoken = [(shown.reported.id, shown.root) for shown in findings]
    spoken += [(doubt.it.rule, doubt.root) for doubt in doubts]
    rules = {id: _rule(id, root.about.get(id, About())) for id, root in reversed(spoken)}
    index = {id: number for number, id in enumerate(sorted(rules))}
    run = {
        "tool": {
            "driver": {
                "name": "fargate-lint",
                "semanticVersion": report.version,
                "rules": [rules[id] for id in index],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "The root of the repository."}}},
        "invocations": [{"executionSuccessful": report.status != 3, "toolExecutionNotifications": _notices(report)}],
        "results": [
            *(_finding(shown, index) for shown in findings),
            *(_doubt(doubt, index) for doubt in doubts),
        ],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _notices(report: Report) -> list[dict[str, Any]]:
    notices: list[dict[str, Any]] = [
        {
            "level": LEVELS[said.it.severity],
            "message": {"text": f"{said.it.message}{said.tag}"},
            "descriptor": {"id": said.it.code},
            "locations": [_physical(said.root.in_file(said.it.span), said.root)],
        }
        for said in diagnostics(report)
    ]
    return notices + [{"level": "error", "message": {"text": problem}} for problem in report.problems]


def _rule(id: str, about: About) -> dict[str, Any]:
    help = "\n\n".join(part for part in (about.why, about.remedy) if part) or about.name or id
    rule = {
        "id": id,
        "name": about.name or id,
        "shortDescription": {"text": about.name.replace("-", " ") or id},
        "fullDescription": {"text": _short(about.why) or about.name or id},
        "help": {"text": help, "markdown": help},
        "defaultConfiguration": {"level": LEVELS[about.severity]},
        "properties": {
            "tags": ["eks", "fargate", "terraform"],
            "precision": "high",
            "problem.severity": PROBLEMS[about.severity],
        },
    }
    page = next((word.strip("<>(),.;") for word in about.source.split() if word.startswith("https://")), None)
    return rule if page is None else {**rule, "helpUri": page}


def _short(text: str) -> str:
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…"


def _finding(shown: MergedFinding, index: Mapping[str, int]) -> dict[str, Any]:
    reported, root, finding = shown.reported, shown.root, shown.reported.finding
    tag = f" ({', '.join(shown.environments)})" if shown.environments else ""
    result = _result(reported.id, index, LEVELS[reported.severity], f"{finding.message}{tag}", reported.fingerprint)
    result["locations"] = [_place(finding.span, finding.address, root)]
    related = [
        {"id": number, "message": {"text": note.message}, **_physical(note.span, root)}
        for number, note in enumerate(finding.related, 1)
        if note.span is not None and note.span.is_file
    ]
    if related:
        result["relatedLocations"] = related
    if finding.fix is not None and finding.fix.edits:
        result["fixes"] = [_fix(finding.fix, root)]
    return result


def _doubt(said: MergedDiagnostic[Undecided], index: Mapping[str, int]) -> dict[str, Any]:
    """An undecided verdict that fails the run: as grave as what makes a run fail usually."""
    text, mark = f"{doubt(said.it)}{said.tag}", doubt_mark(said.it, said.root)
    place = _place(said.it.span, said.it.address, said.root)
    return {**_result(said.it.rule, index, "warning", text, mark), "locations": [place]}


def _result(id: str, index: Mapping[str, int], level: str, text: str, mark: str) -> dict[str, Any]:
    return {
        "ruleId": id,
        "ruleIndex": index[id],
        "level": level,
        "message": {"text": text},
        "partialFingerprints": {"fargateLint/v1": mark},
    }


def _fix(fix: Fix, root: RootReport) -> dict[str, Any]:
    """The edits by file, as SARIF wants them."""
    files: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        files.setdefault(edit.span.path, []).append(edit)
    return {
        "description": {"text": fix.message},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path, root),
                "replacements": [
                    {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in edits
                ],
            }
            for path, edits in files.items()
        ],
    }


def _place(span: Span | None, address: str, root: RootReport) -> dict[str, Any]:
    """A place always is one in a file: GitHub refuses a whole report for a result without."""
    place = _physical(root.in_file(span), root)
    return {**place, "logicalLocations": [{"fullyQualifiedName": address, "kind": "resource"}]} if address else place


def _physical(span: Span, root: RootReport) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(span.path, root), "region": _region(span)}}


def _artifact(path: str, root: RootReport) -> dict[str, Any]:
    return {"uri": uri(relative(path, root.repository)), "uriBaseId": BASE}


def _region(span: Span) -> dict[str, Any]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def uri(path: str) -> str:
    """A relative path as a URI reference."""
    from urllib.parse import quote

    return quote(path, errors="surrogateescape")
