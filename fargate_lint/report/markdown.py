"""Markdown, for a comment on a merge request or GitHub's job summary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fargate_lint.report.concise import place_text
from fargate_lint.report.paths import visible
from fargate_lint.report.result import Report
from fargate_lint.report.style import Style
from fargate_lint.report.text import diagnostics, merged, summary_line, waiting


def render(report: Report, style: Style) -> str:
    """A table of findings, why and remedy of each rule below it, and the summary."""
    plain = Style(here=style.here, show_undecided=style.show_undecided)
    lines = ["## fargate-lint", ""]
    lines += [f"**{_text(problem)}**\n" for problem in report.problems]
    lines += [f"{summary_line(report, plain)}", ""] if report.roots else []
    findings = merged(report)
    if findings:
        lines += ["| severity | rule | place | finding |", "|---|---|---|---|"]
    for shown in findings:
        finding = shown.reported.finding
        tag = f" ({', '.join(shown.environments)})" if shown.environments else ""
        address = f"<br>{_code(finding.address, cell=True)}" if finding.address else ""
        place = _code(place_text(shown.reported.span, plain, shown.root.place), cell=True)
        text = f"{_text(finding.message, cell=True)}{address}{_text(tag)}"
        lines.append(f"| {shown.reported.severity} | {finding.rule} {finding.name} | {place} | {text} |")
    told = {shown.reported.id: shown.reported for shown in reversed(findings)}
    for id in sorted(told):
        lines += ["", "<details>", f"<summary>{id} {told[id].finding.name}</summary>", "", _text(told[id].why), ""]
        lines += [f"**Fix:** {_text(told[id].remedy)}", "", "</details>"]
    rows = [
        f"- {d.it.severity}: {_text(d.it.message)}{_text(d.tag)} ({_code(place_text(d.it.span, plain, d.root.place))})"
        for d in diagnostics(report)
    ]
    if rows:
        lines += ["", "### Not analysed", "", *rows]
    if style.show_undecided:
        rows = list(_undecided(report))
        lines += ["", "### Undecided", "", *rows] if rows else []
    lines += ["", *(f"{_text(note)}" for note in report.notes)] if report.notes else []
    return "\n".join(lines).rstrip() + "\n"


def _undecided(report: Report) -> Iterator[str]:
    """A line for each verdict, below what several wait for."""
    for group in waiting(report):
        if group.about:
            yield f"- {_text(group.sentence)}"
        for u in group.verdicts:
            row = f"- {u.it.rule} {u.it.name}, {_code(u.it.address)}: {_text(u.it.reason)}{_text(u.tag)}"
            yield f"  {row}" if group.about else row


def _text(text: str, cell: bool = False) -> str:
    """Text that Markdown leaves as it is, in a cell of a table too; what stands between backticks is code."""
    pieces = visible(text.replace("\n", " ")).split("`")
    if len(pieces) % 2 == 0:  # the last backtick begins nothing
        pieces[-2:] = ["`".join(pieces[-2:])]
    return "".join(
        (_code(piece, cell) if piece else r"\`\`") if number % 2 else _plain(piece)
        for number, piece in enumerate(pieces)
    )


def _plain(text: str) -> str:
    return text.translate(ESCAPES)


def _code(text: str, cell: bool = False) -> str:
    """A code span with exactly this text: its fence is longer than any run of backticks in it. Only a table needs the
    bar escaped, in code too."""
    shown = visible(text)
    runs = {len(run) for run in re.findall("`+", shown)}
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    if shown.startswith(("`", " ")) or shown.endswith(("`", " ")):
        shown = f" {shown} "
    return f"{fence}{shown.replace('|', chr(92) + '|') if cell else shown}{fence}"


ESCAPES = {ord(char): f"\\{char}" for char in "\\`*_[]<>|#~&"}
"""What Markdown gives a meaning to, anywhere in a line."""
