"""GitLab's code quality report: findings shown in the merge request.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from fargate_lint.diagnostic import Severity, Span
from fargate_lint.report.paths import relative
from fargate_lint.report.result import Report, RootReport
from fargate_lint.report.style import Style
from fargate_lint.report.text import diagnostics, merged

SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(report: Report, style: Style) -> str:
    """A JSON list; paths are relative to the repository's root, and every entry needs one: without a place of its own a
    finding stands at the first line of the root module's first file."""
    rows = []
    for shown in merged(report):
        reported, finding = shown.reported, shown.reported.finding
        tag = f" ({', '.join(shown.environments)})" if shown.environments else ""
        address = f" [{finding.address}]" if finding.address else ""
        text = f"{finding.message}{address}{tag}"
        rows.append(_row(reported.id, text, reported.severity, reported.span, shown.root, reported.fingerprint))
    marks: set[str] = set()  # GitLab wants each but once
    for said in diagnostics(report):
        d, root = said.it, said.root
        place = (relative(root.path, root.repository), relative(d.span.path, root.repository) if d.span else "")
        mark = hashlib.sha256("\0".join((d.code, d.message, *place)).encode()).hexdigest()
        while mark in marks:
            mark = hashlib.sha256(mark.encode()).hexdigest()
        marks.add(mark)
        rows.append(_row(d.code, f"{d.message}{said.tag}", d.severity, d.span, root, mark))
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def _row(
    name: str, text: str, severity: Severity, span: Span | None, root: RootReport, fingerprint: str
) -> dict[str, Any]:
    path, line = root.read[0] if root.read else root.path, 1
    if span is not None and span.is_file:
        path, line = span.path, span.line
    return {
        "description": text,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[severity],
        "location": {"path": relative(path, root.repository), "lines": {"begin": line}},
    }
