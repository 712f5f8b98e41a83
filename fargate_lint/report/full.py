"""The report for people: the source line with the place underlined, the evidence, why it matters, how to mend it."""

from __future__ import annotations

import textwrap

from fargate_lint.diagnostic import Diagnostic, Note, Span, Undecided
from fargate_lint.report.concise import place_text
from fargate_lint.report.excerpt import excerpt, width
from fargate_lint.report.paths import visible
from fargate_lint.report.result import Report, SuppressedFinding
from fargate_lint.report.style import Style
from fargate_lint.report.text import (
    COLOURS,
    MergedDiagnostic,
    MergedFinding,
    closing,
    diagnostics,
    merged,
    plural,
    waiting,
)

MOST_ADDRESSES = 4
"""Addresses listed with one finding; the JSON report has them all."""


def render(report: Report, style: Style) -> str:
    """Everything a person needs; "why" is told at the first finding of each rule."""
    told: set[str] = set()
    paragraphs: list[list[str]] = []
    for shown in merged(report):
        paragraphs.append(_finding(report, shown, style, first=shown.reported.id not in told))
        told.add(shown.reported.id)
    paragraphs += [_diagnostic(report, said, style) for said in diagnostics(report)]
    if style.show_undecided:
        paragraphs += _undecided(report, style)
    if style.verbose:
        paragraphs += _details(report, style)
    last = closing(report, style)
    if last:
        paragraphs.append(last)
    return "\n".join("".join(line + "\n" for line in paragraph) for paragraph in paragraphs)


def _finding(report: Report, shown: MergedFinding, style: Style, first: bool) -> list[str]:
    reported, finding = shown.reported, shown.reported.finding
    colour = COLOURS[reported.severity]
    head = style.paint(f"{reported.severity}[{finding.rule}]", colour, "bold")
    tag = f" ({', '.join(shown.environments)})" if shown.environments else ""
    lines = [f"{head} {style.paint(visible(finding.message), 'bold')}{visible(tag)}"]
    notes = finding.related
    margin = _margin([finding.span, *(note.span for note in notes)])
    lines += _snippet(report, finding.span, style, margin, colour, shown.root.place)
    for note in notes:
        lines += _note(report, note, style, margin)
    addresses = finding.addresses if len(finding.addresses) > 1 else (finding.address,)
    more = f" and {len(addresses) - MOST_ADDRESSES} more" if len(addresses) > MOST_ADDRESSES else ""
    if finding.address:
        lines += _field("at", ", ".join(map(visible, addresses[:MOST_ADDRESSES])) + more, style, margin)
    if first and reported.why:
        lines += _field("why", reported.why, style, margin)
    remedy = finding.fix.message if finding.fix is not None else reported.remedy
    if remedy and (first or finding.fix is not None):
        lines += _field("fix", remedy, style, margin)
    lines += _field("rule", f"{finding.name} (fargate-lint explain {finding.rule})", style, margin)
    return lines


def _margin(spans: list[Span | None]) -> int:
    """The width of the line numbers of these places."""
    return max((len(str(span.line)) for span in spans if span is not None), default=1)


def _snippet(report: Report, span: Span | None, style: Style, margin: int, colour: str, root: str) -> list[str]:
    bar = style.paint("|", "blue")
    lines = [f"{' ' * margin}{style.paint('-->', 'blue')} {place_text(span, style, root)}"]
    shown = excerpt(report, span)
    if span is None or shown is None:
        return lines
    number = style.paint(str(span.line).rjust(margin), "blue")
    marks = style.paint("^" * max(1, width(shown.marked)), colour, "bold")
    empty = f"{' ' * margin} {bar}"
    return [*lines, empty, f"{number} {bar} {shown.text}".rstrip(), f"{empty} {' ' * width(shown.before)}{marks}"]


def _note(report: Report, note: Note, style: Style, margin: int) -> list[str]:
    if note.span is None or not note.span.is_file:
        return _field("note", note.message, style, margin)
    lines = [f"{' ' * margin}{style.paint(':::', 'blue')} {place_text(note.span, style, '')} {visible(note.message)}"]
    shown = excerpt(report, note.span)
    if shown is not None and shown.text.strip():
        number = style.paint(str(note.span.line).rjust(margin), "blue")
        lines.append(f"{number} {style.paint('|', 'blue')} {shown.text}")
    return lines


def _field(name: str, text: str, style: Style, margin: int) -> list[str]:
    """``= name: text``, wrapped."""
    lead = f"{' ' * margin} = "
    label = f"{name}: "
    wrapped = textwrap.wrap(
        visible(" ".join(text.split())),
        width=max(style.width - len(lead) - len(label), 30),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]
    while (at := next((n for n, line in enumerate(wrapped) if n and line.startswith(("::", "##"))), 0)) > 0:
        wrapped[at - 1 : at + 1] = [" ".join(wrapped[at - 1 : at + 1])]  # a CI system obeys a line that begins so
    lead = f"{' ' * margin} {style.paint('=', 'blue')} "
    rest = " " * (margin + 3 + len(label))
    return [f"{lead}{style.paint(label, 'bold')}{wrapped[0]}", *(f"{rest}{line}" for line in wrapped[1:])]


def _diagnostic(report: Report, said: MergedDiagnostic[Diagnostic], style: Style) -> list[str]:
    diagnostic = said.it
    colour = COLOURS[diagnostic.severity]
    head = style.paint(f"{diagnostic.severity}[{diagnostic.code}]", colour, "bold")
    margin = _margin([diagnostic.span])
    return [
        f"{head} {style.paint(visible(diagnostic.message), 'bold')}{visible(said.tag)}",
        *_snippet(report, diagnostic.span, style, margin, colour, said.root.path),
    ]


def _undecided(report: Report, style: Style) -> list[list[str]]:
    """Verdicts that wait for one thing are listed below it; any other has a paragraph of its own."""
    paragraphs = []
    for group in waiting(report):
        if not group.about:
            paragraphs.append(_alone(report, group.verdicts[0], style))
            continue
        head = f"{style.paint('undecided', 'blue', 'bold')}: {style.paint(visible(group.sentence), 'bold')}"
        paragraphs.append([head, *(_waits(said, style) for said in group.verdicts)])
    return paragraphs


def _alone(report: Report, said: MergedDiagnostic[Undecided], style: Style) -> list[str]:
    it = said.it
    head = style.paint(f"undecided[{it.rule}]", "blue", "bold")
    subject = f" ({it.subject})" if it.subject else ""
    text = f"{head} {it.name}{visible(f'{subject}: {it.reason}{said.tag}')}"
    margin = _margin([it.span])
    lines = _snippet(report, it.span, style, margin, "blue", said.root.path)
    return [text, *lines, *_field("at", it.address, style, margin)]


def _waits(said: MergedDiagnostic[Undecided], style: Style) -> str:
    """One of several verdicts that wait for the same thing, on a line."""
    it = said.it
    subject = f" ({it.subject})" if it.subject else ""
    place = place_text(it.span, style, said.root.place)
    return f"  {place}: {it.rule} {it.name}{visible(f'{subject}: {it.reason} [{it.address}]{said.tag}')}"


def _details(report: Report, style: Style) -> list[list[str]]:
    """What --verbose adds: how modules were seen, what kind of clusters there are, what is suppressed."""
    paragraphs = []
    for root in report.roots:
        tag = f" ({root.environment})" if root.environment is not None else ""
        lines = [style.paint(f"{place_text(None, style, root.place)}{visible(tag)}", "bold")]
        for cluster in root.clusters:
            name = f" {cluster.name!r}" if cluster.name is not None else ""
            lines.append(
                f"  cluster {visible(cluster.address)}{visible(name)}: "
                f"data plane {cluster.data_plane}, egress {cluster.egress}"
            )
        for module in root.modules:
            version = f" {module.version}" if module.version else ""
            detail = f" ({module.detail})" if module.detail else ""
            lines.append(visible(f"  {module.address}: {module.resolved}, {module.source}{version}{detail}"))
        if root.manifests is not None:
            lines.append(_manifests(*root.manifests))
        lines += [_silenced(item) for item in root.suppressed]
        paragraphs.append(lines)
    return paragraphs


def _manifests(objects: int, files: int, passed_over: int) -> str:
    rest = f"; {plural(passed_over, 'YAML file')} without Kubernetes objects passed over" if passed_over else ""
    return f"  manifests: {plural(objects, 'object')} in {plural(files, 'file')}{rest}"


def _silenced(item: SuppressedFinding) -> str:
    reason = f": {item.reason}" if item.reason else " without a reason"
    return visible(f"  suppressed {item.rule} {item.address}{reason}")
