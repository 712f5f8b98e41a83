"""What an add-on's ``configuration_values`` say: JSON or YAML, known in whole or in part."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from fargate_lint.diagnostic import Span
from fargate_lint.model.identity.iam import HOLE, with_holes
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.place import entry_value
from fargate_lint.model.thing.resources import Resources
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, Answer, undecided
from fargate_lint.values.value import Value


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a text is no configuration: it is JSON or YAML but no object or mapping, or neither (``detail``: what the
    reader of YAML says)."""

    kind: Literal["json", "yaml", "neither"]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """``data`` are the top-level keys; a text with an unknown piece has HOLE in its place. ``incomplete`` says why
    there may be other keys, or nothing is known. ``fault`` is why it cannot be read, None if it can.
    ``ignored`` is set when a module does not pass on what its caller wrote."""

    value: Value | None = None
    place: Span | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    incomplete: Answer = NO
    fault: Unreadable | None = None
    ignored: bool = False

    @property
    def written(self) -> bool:
        """Whether there is one, passed on or not."""
        return self.value is not None

    def text(self, key: str) -> str | None:
        """The text at a top-level key; None if it is absent, no text or not wholly known."""
        found = self.data.get(key)
        return found if isinstance(found, str) and HOLE not in found else None

    def has(self, key: str) -> Answer:
        """Whether the key is there."""
        return Answer("yes") if key in self.data else self.incomplete


def read_configuration(resources: Resources, addon: Instance, place: Span | None) -> Configuration:
    """The configuration of an add-on; ``place`` is where it is written, or would be."""
    written = addon.written("configuration_values")
    if written is None:
        meant = _not_passed_on(resources, addon)
        return Configuration(value=meant, place=meant.place if meant is not None else None, ignored=meant is not None)
    text = with_holes(written)
    if text is None:
        return Configuration(value=written, place=place, incomplete=undecided_by(written))
    if not text.strip():
        return Configuration(value=written, place=place)
    data, fault = parse(text)
    if fault and written.text is None:
        return Configuration(value=written, place=place, incomplete=undecided_by(written))
    incomplete = undecided("a key of the configuration is not known", place) if any(HOLE in key for key in data) else NO
    return Configuration(
        value=written,
        place=place,
        data={key: item for key, item in data.items() if HOLE not in key},
        incomplete=incomplete,
        fault=fault,
    )


def parse(text: str) -> tuple[dict[str, object], Unreadable | None]:
    """The mapping in a JSON or YAML text, and what is wrong with it."""
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return _yaml(text)  # also of a text in braces: YAML's own take trailing commas and bare words
    if not isinstance(data, dict):
        return {}, Unreadable("json")
    return data, None


def _yaml(text: str) -> tuple[dict[str, object], Unreadable | None]:
    from fargate_lint.kubernetes.document import DocumentError, read_documents

    try:
        documents = read_documents(text)
    except DocumentError as error:
        return {}, Unreadable("neither", error.reason)
    data = _plain(documents[0]) if documents else {}
    if not isinstance(data, dict):
        return ({}, None) if data is None else ({}, Unreadable("yaml"))
    return data, None


def _plain(value: Value) -> object:
    """A value of a YAML text as plain data."""
    if value.fields is not None:
        return {key: _plain(item) for key, item in value.fields.items()}
    if value.items is not None:
        return [_plain(item) for item in value.items]
    return value.raw


def entry_of(resources: Resources, addon: Instance) -> Mapping[str, Value]:
    """What the caller of a registry module wrote for this add-on; empty for one that is a resource of its own."""
    call = resources.call_of(addon)
    entry = entry_value(addon, call) if call is not None else None
    return (entry.fields or {}) if entry is not None else {}


def _not_passed_on(resources: Resources, addon: Instance) -> Value | None:
    """What the caller of a registry module wrote although that version of it does nothing with it."""
    value = entry_of(resources, addon).get("configuration_values")
    return value if value is not None and not value.is_null else None
