"""One line a finding: ``path:line:column: severity rule message [address]``."""

from __future__ import annotations

from fargate_lint.diagnostic import Span
from fargate_lint.report.paths import relative, visible
from fargate_lint.report.result import Report
from fargate_lint.report.style import Style
from fargate_lint.report.text import COLOURS, closing, diagnostics, merged, undecided


def render(report: Report, style: Style) -> str:
    """Findings, diagnostics and undecided verdicts (if asked for), each on one line."""
    lines = []
    for shown in merged(report):
        reported, finding = shown.reported, shown.reported.finding
        severity = style.paint(str(reported.severity), COLOURS[reported.severity])
        tail = f" [{finding.address}]" if finding.address else ""
        tail += f" ({', '.join(shown.environments)})" if shown.environments else ""
        place = place_text(reported.span, style, shown.root.place)
        lines.append(f"{place}: {severity} {finding.rule} {visible(finding.message)}{visible(tail)}")
    for said in diagnostics(report):
        diagnostic = said.it
        word = style.paint(str(diagnostic.severity), COLOURS[diagnostic.severity])
        place = place_text(diagnostic.span, style, said.root.place)
        lines.append(f"{place}: {word} {diagnostic.code} {visible(diagnostic.message)}{visible(said.tag)}")
    for doubt in undecided(report) if style.show_undecided else ():
        it = doubt.it
        place = place_text(it.span, style, doubt.root.place)
        subject = f"{it.subject}: " if it.subject else ""
        lines.append(visible(f"{place}: undecided {it.rule} {subject}{it.reason} [{it.address}]{doubt.tag}"))
    lines += closing(report, style)
    return "".join(line + "\n" for line in lines)


def place_text(span: Span | None, style: Style, root: str) -> str:
    """``path:line:column``, or the root's folder for what no person can open."""
    if span is None or not span.is_file:
        return _path(root, style)
    return f"{_path(span.path, style)}:{span.line}:{span.column}"


def _path(path: str, style: Style) -> str:
    """A path that no CI system takes for a command of its own (``::error::`` of GitHub, ``##[error]`` of Azure)."""
    text = visible(relative(path, style.here))
    return f"./{text}" if text.lstrip().startswith(("::", "##")) else text
