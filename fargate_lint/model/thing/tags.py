"""The tags of a resource: written on it, and put there by aws_ec2_tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fargate_lint.diagnostic import Span
from fargate_lint.model.thing.doubt import reason_of, undecided_by
from fargate_lint.values.answer import NO, Answer, yes
from fargate_lint.values.value import SymbolicKey, Value


@dataclass(frozen=True, slots=True)
class Tags:
    """``known`` are tags whose keys are known; ``half`` those whose keys are known in part only. ``incomplete`` says
    why there may be more of them (unknown), or is a plain no."""

    known: Mapping[str, Value] = field(default_factory=dict)
    half: tuple[tuple[Value, Value], ...] = ()
    incomplete: Answer = NO
    place: Span | None = None

    def has(self, key: str) -> Answer:
        """Whether there is a tag with this key, whatever its value."""
        if key in self.known:
            return yes("", self.known[key].place)
        return self.incomplete

    def text(self, key: str) -> str | None:
        """The value as AWS gets it (numbers and booleans become text); None if absent or unknown."""
        value = self.known.get(key)
        return None if value is None else text_of_tag(value)

    def spelled_like(self, key: str) -> Iterator[tuple[str, Value]]:
        """Tags whose key differs from ``key`` in letter case or blanks only: AWS keys are case-sensitive."""
        for name, value in self.known.items():
            if name != key and name.strip().lower() == key.lower():
                yield name, value

    def starting(self, prefix: str) -> Iterator[tuple[str, Value]]:
        """Tags whose known key begins so."""
        for name, value in self.known.items():
            if name.startswith(prefix):
                yield name, value


def text_of_tag(value: Value) -> str | None:
    """A tag's value as text: 1 is "1", true is "true"; None if unknown or null."""
    raw = value.raw
    if value.is_unknown or value.is_null:
        return None
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return raw if isinstance(raw, str) else str(raw)


def read_tags(value: Value | None, place: Span | None) -> Tags:
    """The tags in a ``tags`` argument."""
    if value is None or value.is_null:
        return Tags(place=place)
    fields = value.fields
    if fields is None:
        return Tags(incomplete=undecided_by(value).because(f"tags are not known: {reason_of(value)}"), place=place)
    known = {key: item for key, item in fields.items() if not isinstance(key, SymbolicKey) and not item.is_null}
    half = tuple((key.value, item) for key, item in fields.items() if isinstance(key, SymbolicKey))
    incomplete = NO
    for key, _ in half:
        if key.unknown is None or not key.unknown.parts:
            incomplete = undecided_by(key).because(f"a tag's key is not known: {reason_of(key)}")
    return Tags(known, half, incomplete, value.place or place)
