"""Paths and places as a report prints them."""

from __future__ import annotations

import os
from typing import Any

from fargate_lint.diagnostic import Span

JsonLocation = dict[str, Any]


def relative(path: str, start: str) -> str:
    """``path`` seen from ``start``, with "/"; may begin with "../". Unchanged if there is no way (another drive)."""
    try:
        return os.path.relpath(path, start).replace(os.sep, "/")
    except ValueError:
        return path


def location(span: Span | None, start: str) -> JsonLocation | None:
    """A place as the JSON reports have it; None for what no person can open."""
    if span is None or not span.is_file:
        return None
    return {
        "path": relative(span.path, start),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def visible(text: str) -> str:
    """``text`` with control characters made harmless: the scanned repository must not steer the reader's terminal."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text.replace("\t", "    "))
