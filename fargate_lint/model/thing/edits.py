"""Edits that mend a finding: given only where one change at one place is surely what is meant."""

from __future__ import annotations

import json

from fargate_lint.diagnostic import Edit, Fix, Span
from fargate_lint.files import FileProblem, Files, lines_of
from fargate_lint.values.origin import Kind
from fargate_lint.values.value import Value

INDENT = "  "


def literal(value: Value | None, wanted: bool | str) -> Edit | None:
    """Another literal in the place of one that stands right at the argument. None for what goes through a variable,
    local or for_each: other things may hang on it."""
    if value is None or not isinstance(value.raw, bool | str):
        return None
    links, origin = [], value.origin
    while origin is not None:
        if origin.span.is_own:
            links.append(origin)
        origin = origin.previous
    if len(links) != 1 or links[0].kind is not Kind.WRITTEN or links[0].span.line != links[0].span.end_line:
        return None
    return Edit(links[0].span, json.dumps(wanted))


def setting(name: str, value: Value | None, wanted: bool | str) -> Fix | None:
    """The fix that sets an argument, where ``literal`` gives its edit."""
    edit = literal(value, wanted)
    return Fix(f"set {name} = {edit.text}", (edit,)) if edit is not None else None


def argument(name: str, header: Span | None, wanted: bool | str) -> Fix | None:
    """An argument more, first in the block with this header; whoever applies it aligns it with its neighbours. None for
    a block of JSON, or one that no person wrote."""
    if header is None or not header.is_own or header.path.endswith(".json") or header.line != header.end_line:
        return None
    text = f"{name} = {json.dumps(wanted)}"
    place = Span(header.path, header.line + 1, 1, header.line + 1, 1)
    return Fix(f"add {text}", (Edit(place, f"{' ' * (header.column - 1)}{INDENT}{text}\n"),))


def word(files: Files, span: Span | None, old: str, new: str) -> Fix | None:
    """A word for another, if it is the text of ``span``."""
    if span is None or not old or _text(files, span) != old:
        return None
    return Fix(f"write {new} instead of {old}", (Edit(span, new),))


def key(files: Files, value: Value, old: str, new: str) -> Fix | None:
    """A map key for another: the one on the line of its value, right before it."""
    span = value.place
    if span is None or literal_place(value) is None:
        return None
    line = _line(files, span)
    start = line.rfind(f'"{old}"', 0, span.column - 1) + 1
    if not start:
        return None
    place = Span(span.path, span.line, start + 1, span.line, start + 1 + len(old))
    return Fix(f"write {new} instead of {old}", (Edit(place, new),))


def inside(files: Files, span: Span | None, name: str, wanted: str) -> Fix | None:
    """An argument more, first in the object that begins at ``span``."""
    if span is None or not span.is_own:
        return None
    line = _line(files, span)
    rest = line[span.column :]
    if line[span.column - 1 : span.column] != "{" or rest.strip() == "}":
        return None
    text = f"{name} = {json.dumps(wanted)}"
    lead = line[: len(line) - len(line.lstrip())]
    place = Span(span.path, span.line, span.column + 1, span.line, span.column + 1)
    return Fix(f"add {text}", (Edit(place, f"\n{lead}{INDENT}{text}" if not rest.strip() else f" {text},"),))


def literal_place(value: Value) -> Span | None:
    """Where a value stands that is written as one literal, number or text, right where it is used."""
    origin = value.origin
    while origin is not None and not origin.span.is_own:
        origin = origin.previous
    if origin is None or origin.kind is not Kind.WRITTEN:
        return None
    return origin.span


def _line(files: Files, span: Span) -> str:
    try:
        lines = lines_of(files.text(span.path))
    except FileProblem:
        return ""
    return lines[span.line - 1].rstrip("\r") if 0 < span.line <= len(lines) else ""


def _text(files: Files, span: Span) -> str:
    if not span.is_own or span.line != span.end_line:
        return ""
    return _line(files, span)[span.column - 1 : span.end_column - 1]
