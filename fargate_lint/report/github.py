"""Workflow commands of GitHub Actions: each finding becomes an annotation on the changed file.

Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from fargate_lint.diagnostic import Severity, Span
from fargate_lint.report.paths import relative, visible
from fargate_lint.report.result import Report
from fargate_lint.report.style import Style
from fargate_lint.report.text import diagnostics, doubt, failing, merged

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, style: Style) -> str:
    """One ``::error file=…::message`` line a finding or diagnostic; paths are relative to the repository's root."""
    lines = []
    for shown in merged(report):
        reported, finding = shown.reported, shown.reported.finding
        tag = f" ({', '.join(shown.environments)})" if shown.environments else ""
        address = f" [{finding.address}]" if finding.address else ""
        title = f"{finding.rule} {finding.name}"
        text = f"{finding.message}{address}{tag}"
        lines.append(_command(reported.severity, reported.span, shown.root.repository, title, text))
    for said in diagnostics(report):
        title = f"fargate-lint {said.it.code}"
        text = f"{said.it.message}{said.tag}"
        lines.append(_command(said.it.severity, said.it.span, said.root.repository, title, text))
    for failed in failing(report):
        title, text = f"{failed.it.rule} {failed.it.name}", f"{doubt(failed.it)}{failed.tag}"
        lines.append(_command(Severity.WARNING, failed.it.span, failed.root.repository, title, text))
    lines += [_command(Severity.ERROR, None, "", "fargate-lint", problem) for problem in report.problems]
    return "".join(line + "\n" for line in lines)


def _command(severity: Severity, span: Span | None, repository: str, title: str, message: str) -> str:
    properties = []
    if span is not None and span.is_file:
        properties += [f"file={_property(relative(span.path, repository))}", f"line={span.line}"]
        properties.append(f"endLine={span.end_line}")
        if span.end_line == span.line:  # GitHub takes columns only within one line, the end inclusive
            properties += [f"col={span.column}", f"endColumn={max(span.end_column - 1, span.column)}"]
    properties.append(f"title={_property(title)}")
    return f"::{COMMANDS[severity]} {','.join(properties)}::{_data(message)}"


def _data(text: str) -> str:
    """Foreign text in a command: GitHub's own escapes, and nothing that cannot be seen."""
    return "%0A".join(visible(line) for line in text.replace("%", "%25").split("\n"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
