"""One self-contained HTML page, without scripts and without anything from elsewhere."""

from __future__ import annotations

from html import escape

from fargate_lint.report.concise import place_text
from fargate_lint.report.excerpt import excerpt
from fargate_lint.report.paths import visible
from fargate_lint.report.result import Marks, Report
from fargate_lint.report.style import Style
from fargate_lint.report.text import MergedFinding, diagnostics, merged, summary_line, undecided

HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>fargate-lint</title>
<style>
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.45 }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
article { border-left: .3rem solid #888; padding: .1rem 1rem; margin: 1.2rem 0 }
.error { border-color: #c62828 } .warning { border-color: #b26a00 } .info { border-color: #1565c0 }
pre { overflow-x: auto; background: #8881; padding: .5rem } mark { background: #f9a82566; color: inherit }
small { opacity: .75 }
</style>
</head>
<body>
<h1>fargate-lint</h1>
"""


def render(report: Report, style: Style) -> str:
    """Findings with their source lines, then what was not analysed or is undecided."""
    plain = Style(here=style.here, show_undecided=True)
    parts, marks = [HEAD], Marks()
    parts += [f"<p><strong>{_text(problem)}</strong></p>\n" for problem in report.problems]
    if report.roots:
        parts.append(f"<p>{_text(summary_line(report, plain))}</p>\n")
    parts += [_finding(report, shown, plain, marks.distinct(shown.reported.fingerprint)) for shown in merged(report)]
    rows = [
        f"{d.it.severity}: {d.it.message}{d.tag} ({place_text(d.it.span, plain, d.root.place)})"
        for d in diagnostics(report)
    ]
    parts.append(_list("Not analysed", rows))
    parts.append(
        _list(
            "Undecided",
            [f"{u.it.rule} {u.it.name}, {u.it.address}: {u.it.reason}{u.tag}" for u in undecided(report)],
        )
    )
    parts.append(
        _list("Suppressed", [f"{s.rule} {s.name}, {s.address}: {s.reason}" for r in report.roots for s in r.suppressed])
    )
    parts.append(_list("Notes", list(report.notes)))
    return "".join(parts) + "</body>\n</html>\n"


def _finding(report: Report, shown: MergedFinding, style: Style, mark: str) -> str:
    reported, finding = shown.reported, shown.reported.finding
    tag = f" ({', '.join(shown.environments)})" if shown.environments else ""
    lines = [
        f'<article class="{reported.severity}" id="{escape(mark[:12])}">\n',
        f"<h2>{_text(finding.message)}</h2>\n",
        f"<p><small>{reported.severity} {finding.rule} {_text(finding.name)}, ",
        f"{_text(place_text(reported.span, style, shown.root.place))} {_text(finding.address)}{_text(tag)}",
        "</small></p>\n",
    ]
    shown_line = excerpt(report, reported.span)
    if shown_line is not None:
        before, marked, after = map(escape, (shown_line.before, shown_line.marked, shown_line.after))
        lines.append(f"<pre>{before}<mark>{marked}</mark>{after}</pre>\n")
    for note in finding.related:
        place = f" ({place_text(note.span, style, '')})" if note.span is not None and note.span.is_file else ""
        lines.append(f"<p>{_text(note.message)}{_text(place)}</p>\n")
    lines.append(f"<p>{_text(reported.why)}</p>\n<p><strong>Fix:</strong> {_text(reported.remedy)}</p>\n</article>\n")
    return "".join(lines)


def _list(title: str, rows: list[str]) -> str:
    if not rows:
        return ""
    items = "".join(f"<li>{_text(row)}</li>\n" for row in rows)
    return f"<h2>{title}</h2>\n<ul>\n{items}</ul>\n"


def _text(text: str) -> str:
    return escape(visible(text))
