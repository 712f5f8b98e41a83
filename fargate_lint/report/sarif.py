"""SARIF 2.1.0, as GitHub code scanning and Azure DevOps read it.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and GitHub's list of supported properties,
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
from typing import Any

from fargate_lint.diagnostic import Severity, Span
from fargate_lint.report.paths import location
from fargate_lint.report.result import Report, Reported, RootReport
from fargate_lint.report.style import Style

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
BASE = "SRCROOT"


def render(report: Report, style: Style) -> str:
    """One run with the rules that spoke; paths are relative to the repository's root."""
    rules: dict[str, dict[str, Any]] = {}
    results = []
    for root in report.roots:
        for reported in root.findings:
            rules.setdefault(reported.id, _rule(reported))
            results.append(_result(reported, root, list(rules).index(reported.id)))
    notices = [
        {"level": LEVELS[d.severity], "message": {"text": d.message}, "descriptor": {"id": d.code}, **_at(d.span, root)}
        for root in report.roots
        for d in root.diagnostics
    ]
    notices += [{"level": "error", "message": {"text": problem}} for problem in report.problems]
    run = {
        "tool": {
            "driver": {
                "name": "fargate-lint",
                "semanticVersion": report.version,
                "rules": [rules[id] for id in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": report.status != 3, "toolExecutionNotifications": notices}],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(reported: Reported) -> dict[str, Any]:
    return {
        "id": reported.id,
        "name": reported.finding.name,
        "shortDescription": {"text": reported.finding.name.replace("-", " ")},
        "fullDescription": {"text": reported.why},
        "help": {"text": f"{reported.why}\n\n{reported.remedy}", "markdown": f"{reported.why}\n\n{reported.remedy}"},
    }


def _result(reported: Reported, root: RootReport, index: int) -> dict[str, Any]:
    finding = reported.finding
    tag = f" ({root.environment})" if root.environment is not None else ""
    related = [
        {"id": number, "message": {"text": note.message}, **place}
        for number, note in enumerate(finding.related, 1)
        if (place := _physical(note.span, root))
    ]
    result: dict[str, Any] = {
        "ruleId": reported.id,
        "ruleIndex": index,
        "level": LEVELS[reported.severity],
        "message": {"text": f"{finding.message}{tag}"},
        **_at(finding.span, root),
        "partialFingerprints": {"fargateLint/v1": reported.fingerprint},
    }
    if finding.address:
        result["locations"] = [
            {**place, "logicalLocations": [{"fullyQualifiedName": finding.address, "kind": "resource"}]}
            for place in result.get("locations") or [{}]
        ]
    if related:
        result["relatedLocations"] = related
    return result


def _at(span: Span | None, root: RootReport) -> dict[str, Any]:
    place = _physical(span, root)
    if not place and root.door == "plan":  # GitHub shows nothing without a place in a file
        place = _physical(Span(root.place, 1, 1, 1, 1), root)
    return {"locations": [place]} if place else {}


def _physical(span: Span | None, root: RootReport) -> dict[str, Any]:
    found = location(span, root.repository)
    if found is None:
        return {}
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(found["path"]), "uriBaseId": BASE},
            "region": {
                "startLine": found["line"],
                "startColumn": found["column"],
                "endLine": found["end_line"],
                "endColumn": found["end_column"],
            },
        }
    }


def uri(path: str) -> str:
    """A relative path as a URI reference."""
    from urllib.parse import quote

    return quote(path, errors="surrogateescape")
