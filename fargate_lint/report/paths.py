"""Paths and places as a report prints them."""

from __future__ import annotations

import json
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
    """``text`` with control characters, bidirectional ones and all else that cannot be seen written as \\xHH, \\uHHHH
    or \\UHHHHHHHH: the scanned repository must not steer the reader's terminal. A byte of a name that is no UTF-8 is
    \\xHH too."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _written(ord(char)) for char in text.replace("\t", "    "))


def _written(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # how Python has a byte that is no UTF-8
        code -= 0xDC00
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def json_text(document: object) -> str:
    """A document as JSON with a final newline; what cannot be seen is written as \\uHHHH, so that neither a terminal
    nor a viewer obeys it. A byte of a name that is no UTF-8 is \\xHH as in every report."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    lines = (line if line.isprintable() else "".join(map(_in_json, line)) for line in text.split("\n"))
    return "".join(f"{line}\n" for line in lines)


def _in_json(char: str) -> str:
    if char.isprintable():
        return char
    return f"\\{_written(ord(char))}" if 0xDC80 <= ord(char) <= 0xDCFF else json.dumps(char)[1:-1]
