"""Stand-ins for the unknown pieces of a document while its known text is parsed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fargate_lint.values import partial
from fargate_lint.values.types import DYNAMIC, STRING
from fargate_lint.values.value import Unknown, Value, like_unknown

_HOLE = re.compile("(Zq[io][0-9]+qZ)")


class Placeholders:
    """One for each unknown piece. ``outer`` ones stand where a value stands, ``inner`` ones inside of a text.

    A piece of type string is raw text; any other stands for the value whose encoding its text is (``jsonencode`` and
    ``yamlencode`` make those). ``possible`` is False if the known text itself looks like a stand-in.
    """

    def __init__(self, parts: Sequence[partial.Piece]) -> None:
        self._parts = parts
        self.possible = not any(isinstance(part, str) and "Zq" in part for part in parts)

    def outer(self, position: int) -> str:
        return f"Zqo{position}qZ"

    def inner(self, position: int) -> str:
        return f"Zqi{position}qZ"

    def has_hole(self, text: str) -> bool:
        return _HOLE.search(text) is not None

    def piece(self, text: str) -> Value | None:
        """The piece that the whole text stands for, or None."""
        match = _HOLE.fullmatch(text)
        if match is None:
            return None
        found = self._parts[int(text[3:-2])]
        assert isinstance(found, Value)
        return found

    def is_raw(self, text: str) -> bool:
        """Whether the text stands for raw text in the place of a value."""
        found = self.piece(text)
        return found is not None and text.startswith("Zqo") and found.type == STRING

    def filled(self, text: str) -> Value:
        """The value of a text with stand-ins: the unknown itself, an unknown, or a half-known string."""
        found = self.piece(text)
        if found is not None and text.startswith("Zqo"):
            return like_unknown(found, DYNAMIC) if found.type == STRING else found
        return partial.join([self._part(bit) for bit in _HOLE.split(text) if bit])

    def _part(self, text: str) -> partial.Piece:
        found = self.piece(text)
        if found is None:
            return text
        why: Unknown = found.raw
        return Value(STRING, why, found.ref, found.origin, found.sensitive)
