"""The source line of a finding, cut to what a person can read, and how wide its characters stand."""

from __future__ import annotations

from dataclasses import dataclass

from fargate_lint.diagnostic import Span
from fargate_lint.files import lines_of
from fargate_lint.report.paths import visible
from fargate_lint.report.result import Report

MOST = 200
"""Characters shown of a line."""
BEFORE = 40
"""Characters shown before what is marked, in a line that is cut."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line in three pieces, all visible: ``marked`` is what the finding is about."""

    before: str
    marked: str
    after: str

    @property
    def text(self) -> str:
        return f"{self.before}{self.marked}{self.after}"


def excerpt(report: Report, span: Span | None) -> Excerpt | None:
    """The source line at the beginning of the span, None if it cannot be shown."""
    text = _source_line(report, span)
    if span is None or text is None:
        return None
    start = span.column - 1
    end = max(span.end_column - 1 if span.end_line == span.line else len(text.rstrip()), start)
    return _cut(Excerpt(visible(text[:start]), visible(text[start:end]), visible(text[end:])))


def _source_line(report: Report, span: Span | None) -> str | None:
    if span is None or not span.is_file:
        return None
    source = report.source(span.path)
    if source is None:
        return None
    lines = lines_of(source)
    if not 0 < span.line <= len(lines):
        return None
    text = lines[span.line - 1].rstrip("\r")
    return text.removeprefix("\ufeff") if span.line == 1 else text


def _cut(whole: Excerpt) -> Excerpt:
    if len(whole.text) <= MOST:
        return whole
    before = whole.before if len(whole.before) <= BEFORE else f"…{whole.before[1 - BEFORE :]}"
    room = MOST - len(before)
    if len(whole.marked) > room:
        return Excerpt(before, f"{whole.marked[: room - 1]}…", "")
    room -= len(whole.marked)
    after = whole.after if len(whole.after) <= room else f"{whole.after[: max(room - 1, 0)]}…"
    return Excerpt(before, whole.marked, after)


def width(text: str) -> int:
    """The columns of a terminal that a text takes: East Asian characters stand two wide, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
