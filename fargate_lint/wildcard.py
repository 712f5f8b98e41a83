"""Patterns with ``*`` alone, which stands for any text: matched in one way through the text, never by going back."""

from __future__ import annotations

from collections.abc import Sequence


def matches(pieces: Sequence[str], text: str, stops: str = "") -> bool:
    """Whether the text is these pieces in order, anything between two of them. With ``stops``, also where it goes on
    after the last piece with one of these characters."""
    first, *rest = pieces
    if not text.startswith(first):
        return False
    if not rest:
        return _ends(text, len(first), stops)
    at = len(first)
    for piece in rest[:-1]:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return _has_end(rest[-1], text, at, stops)


def _has_end(piece: str, text: str, at: int, stops: str) -> bool:
    """Whether the piece stands somewhere from ``at`` on with the text's end, or a stop, behind it."""
    if len(text) - len(piece) >= at and text.endswith(piece):
        return True
    return any(text.find(piece + stop, at) >= 0 for stop in stops)


def _ends(text: str, at: int, stops: str) -> bool:
    return at == len(text) or (text[at] in stops if stops else False)
