"""GitLab's code quality report: findings shown in the merge request.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import Any

from fargate_lint.diagnostic import Severity, Span
from fargate_lint.report.paths import json_text, relative
from fargate_lint.report.result import Marks, Report, RootReport, mark_of
from fargate_lint.report.style import Style
from fargate_lint.report.text import diagnostics, doubt, doubt_mark, failing, merged

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
    for failed in failing(report):
        it, text = failed.it, f"{doubt(failed.it)}{failed.tag}"
        rows.append(_row(it.rule, text, Severity.WARNING, it.span, failed.root, doubt_mark(it, failed.root)))
    for said in diagnostics(report):
        d, root = said.it, said.root
        place = (relative(root.path, root.repository), relative(d.span.path, root.repository) if d.span else "")
        text = f"{d.message}{said.tag}"
        rows.append(_row(d.code, text, d.severity, d.span, root, mark_of(d.code, d.message, *place)))
    marks = Marks()  # GitLab wants each but once
    return json_text([{**row, "fingerprint": marks.distinct(row["fingerprint"])} for row in rows])


def _row(
    name: str, text: str, severity: Severity, span: Span | None, root: RootReport, fingerprint: str
) -> dict[str, Any]:
    place = root.in_file(span)
    return {
        "description": text,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[severity],
        "location": {"path": relative(place.path, root.repository), "lines": {"begin": place.line}},
    }
