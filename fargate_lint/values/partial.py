"""Strings of which only pieces are known: "${aws_vpc.this.id}-private" keeps its text and what the rest is.

Templates, ``format``, ``join`` and the JSON and YAML functions make them; ``jsondecode`` takes them apart again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fargate_lint.values.types import STRING
from fargate_lint.values.value import Unknown, Value

Piece = str | Value

LONGEST = 8 * 1024 * 1024
"""Characters of one string."""
MOST_PIECES = 20_000
"""Pieces of one half-known string."""
TOO_LONG = Unknown(
    "limit", f"a string of more than {LONGEST} characters or {MOST_PIECES} unknown pieces is not followed"
)
"""What ``join`` gives instead of one that is longer."""


def pieces(value: Value) -> tuple[Piece, ...]:
    """The text and the unknown values that a string is made of, in order. A wholly unknown one is its own piece."""
    if isinstance(value.raw, str):
        return (value.raw,) if value.raw else ()
    if isinstance(value.raw, Unknown) and value.raw.parts:
        return value.raw.parts
    return (value,)


def join(parts: Sequence[Piece], sensitive: bool = False) -> Value:
    """The string made of the parts: known if all are; TOO_LONG beyond the limits. Values must be strings or unknown,
    never null."""
    if sum(map(_length, parts)) > LONGEST or sum(map(_count, parts)) > MOST_PIECES:
        return Value(STRING, TOO_LONG)
    sensitive = sensitive or any(isinstance(part, Value) and part.sensitive for part in parts)
    kept = _flattened(parts)
    if not kept:
        return Value(STRING, "", None, None, sensitive)
    first = kept[0]
    if len(kept) == 1:
        if isinstance(first, str):
            return Value(STRING, first, None, None, sensitive)
        return Value(STRING, first.raw, first.ref, first.origin, sensitive)
    why = next(part.raw for part in kept if isinstance(part, Value))
    prefix = first if isinstance(first, str) else first.raw.prefix
    return Value(STRING, why.cause(parts=tuple(kept), prefix=prefix, not_null=True), None, None, sensitive)


def _length(part: Piece) -> int:
    text = part if isinstance(part, str) else part.raw
    if isinstance(text, Unknown):
        return sum(len(piece) for piece in text.parts if isinstance(piece, str))
    return len(text)


def _count(part: Piece) -> int:
    why = None if isinstance(part, str) else part.raw
    return len(why.parts) + 1 if isinstance(why, Unknown) else 0


def _flattened(parts: Iterable[Piece]) -> list[Piece]:
    """Pieces of pieces spread out, neighbouring texts joined, empty texts left out."""
    kept: list[Piece] = []
    text: list[str] = []
    for part in parts:
        for piece in (part,) if isinstance(part, str) else pieces(part):
            if isinstance(piece, str):
                text.append(piece)
                continue
            if any(text):
                kept.append("".join(text))
            text = []
            kept.append(piece)
    if any(text):
        kept.append("".join(text))
    return kept
