"""Texts of a chart's table with the release's own names in them."""

from __future__ import annotations

from fargate_lint.values import partial
from fargate_lint.values.types import STRING
from fargate_lint.values.value import Unknown, Value


def substituted(text: str, names: dict[str, Value]) -> Value:
    """A text with names in braces ("{release}") replaced by their values."""
    pieces: list[partial.Piece] = [text]
    for name, value in names.items():
        pieces = [
            part for piece in pieces for part in (_around(piece, name, value) if isinstance(piece, str) else [piece])
        ]
    return partial.join(pieces)


def _around(piece: str, name: str, value: Value) -> list[partial.Piece]:
    found: list[partial.Piece] = []
    for i, text in enumerate(piece.split(name)):
        if i:
            found.append(_as_piece(value))
        found.append(text)
    return found


def _as_piece(value: Value) -> partial.Piece:
    if value.text is not None:
        return value.text
    raw = value.raw if isinstance(value.raw, Unknown) else Unknown("derived", "it is not a text")
    return Value(STRING, raw, value.ref, value.origin)
