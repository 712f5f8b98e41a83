"""Where a word stands in a text that a value was made of: the exact line inside a jsonencode() or a heredoc."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fargate_lint.diagnostic import Span
from fargate_lint.files import FileProblem, Files, lines_of
from fargate_lint.values.origin import Kind
from fargate_lint.values.value import Value

LAST_LINE = 10_000_000
"""Past the end of any file."""


def written_spans(value: Value | None) -> Iterator[Span]:
    """The places, in files, that a value was made at, newest first."""
    origin = value.origin if value is not None else None
    while origin is not None:
        if origin.span.is_own and origin.kind is not Kind.PASSED:
            yield origin.span
        origin = origin.previous


def find_word(files: Files, span: Span | None, word: str) -> Span | None:
    """The first place of a whole word inside ``span``; ``span`` itself where it is not found or cannot be read."""
    return _find(files, span, rf"(?<![\w-])(?P<it>{re.escape(word)})(?![\w-])") if word else span


def find_unique(files: Files, paths: Iterable[str], text: str) -> Span | None:
    """The place of a text that stands once in all these files; None if it stands nowhere or more than once."""
    found: list[Span] = []
    for path in paths:
        whole = Span(path, 1, 1, LAST_LINE, 1)
        place = find_word(files, whole, text)
        if place is not None and place != whole:
            found.append(place)
            again = find_word(files, Span(path, place.end_line, place.end_column, LAST_LINE, 1), text)
            if len(found) > 1 or (again is not None and again.end_line != LAST_LINE):
                return None
    return found[0] if found else None


def find_setting(files: Files, span: Span | None, key: str, text: str = "") -> Span | None:
    """The place of ``key: text`` or ``key = text`` inside a span of several lines (a heredoc, a yamlencode): of the
    text, or of the key where none is given."""
    if span is None or span.line == span.end_line:
        return span
    value = rf"(?P<it>{re.escape(text)})(?![\w-])" if text else ""
    name = re.escape(key) if text else f"(?P<it>{re.escape(key)})"
    return _find(files, span, rf"(?<![\w-])[\"']?{name}[\"']?\s*[:=]\s*[\"']?{value}")


def _find(files: Files, span: Span | None, pattern: str) -> Span | None:
    if span is None or not span.is_file:
        return span
    try:
        lines = lines_of(files.text(span.path))[span.line - 1 : span.end_line]
    except FileProblem:
        return span
    wanted = re.compile(pattern)
    for number, line in enumerate(lines, span.line):
        if line.lstrip().startswith(("#", "//")):
            continue
        start = span.column - 1 if number == span.line else 0
        end = span.end_column - 1 if number == span.end_line else len(line)
        found = wanted.search(line, start, end)
        if found is not None:
            return Span(span.path, number, found.start("it") + 1, number, found.end("it") + 1)
    return span
