"""Where a word stands in a text that a value was made of: the exact line inside a jsonencode() or a heredoc."""

from __future__ import annotations

import re

from fargate_lint.diagnostic import Span
from fargate_lint.files import FileProblem, Files


def find_word(files: Files, span: Span | None, word: str) -> Span | None:
    """The first place of a whole word inside ``span``; ``span`` itself where it is not found or cannot be read."""
    if span is None or not span.is_file or not word:
        return span
    try:
        lines = files.text(span.path).split("\n")[span.line - 1 : span.end_line]
    except FileProblem:
        return span
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    for number, line in enumerate(lines, span.line):
        if line.lstrip().startswith(("#", "//")):
            continue
        start = span.column - 1 if number == span.line else 0
        end = span.end_column - 1 if number == span.end_line else len(line)
        found = pattern.search(line, start, end)
        if found is not None:
            return Span(span.path, number, found.start() + 1, number, found.end() + 1)
    return span
