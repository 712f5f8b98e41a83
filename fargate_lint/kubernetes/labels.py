"""Labels and annotations: what is known of them, and whether there may be more."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from fargate_lint.values.answer import NO, Answer, undecided, undecided_from, unknown_by
from fargate_lint.values.value import SymbolicKey, Value


class Labels(msgspec.Struct, frozen=True):
    """``known`` by key. ``incomplete`` is no when these are all, else unknown with the reason why there may be
    others."""

    known: Mapping[str, Value] = {}
    incomplete: Answer = NO

    def get(self, key: str) -> Value | None:
        """The value of a label; None if it surely is not there; an unknown if it may be."""
        if key in self.known:
            return self.known[key]
        return unknown_by(self.incomplete) if self.incomplete.unknown else None

    def merged(self, other: Labels) -> Labels:
        """These with those of ``other`` over them."""
        return Labels({**self.known, **other.known}, self.incomplete if self.incomplete.unknown else other.incomplete)


def labels_of(value: Value | None) -> Labels:
    """Labels out of a map; absent and null are none, an unknown map hides them."""
    if value is None or value.is_null:
        return Labels()
    fields = value.fields
    if fields is None:
        return Labels({}, undecided_from(value) if value.is_unknown else undecided("not a map", value.place))
    incomplete = next((undecided_from(key.value) for key in fields if isinstance(key, SymbolicKey)), NO)
    return Labels({key: item for key, item in fields.items() if not isinstance(key, SymbolicKey)}, incomplete)


def undecided_labels(reason: str) -> Labels:
    """Labels of which nothing is known."""
    return Labels({}, undecided(reason))
