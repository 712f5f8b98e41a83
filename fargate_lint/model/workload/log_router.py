"""Fargate's built-in log router: the namespace aws-observability, the ConfigMap aws-logging, and what stands in it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.facts.logging import Logging, LoggingKey
from fargate_lint.model.identity.iam import HOLE, with_holes
from fargate_lint.model.thing.doubt import reason_of, undecided_by
from fargate_lint.model.thing.source_text import find_setting, find_word
from fargate_lint.model.workload.workload import KubernetesObject
from fargate_lint.values.answer import NO, YES, Answer, undecided
from fargate_lint.values.value import SymbolicKey, Value

if TYPE_CHECKING:
    from fargate_lint.model.estate import Estate

HEADER = re.compile(r"\s*\[\s*(\w+)\s*\]\s*$")
SETTING = re.compile(r"\s*([\w.]+)\s+(.*\S)\s*$")


@dataclass(frozen=True, slots=True)
class LogCheck:
    """One thing looked at. ``wrong`` is no where it is right; then ``message`` is empty."""

    address: str
    about: str
    wrong: Answer
    message: str
    place: Span | None


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a Fluent Bit text. Keys in lower case."""

    name: str
    settings: dict[str, str]


def log_checks(estate: Estate) -> Iterator[LogCheck]:
    """All that is to be looked at, in every namespace and ConfigMap of the log router."""
    if not any(cluster.profiles for cluster in estate.clusters):
        return
    facts = estate.facts.logging
    for thing in estate.objects:
        if thing.kind == "Namespace" and thing.name == facts.place.namespace:
            yield _label(thing, facts)
        elif thing.kind == "ConfigMap" and thing.name == facts.place.config_map:
            yield from _ConfigMap(estate, thing, facts).checks()


def _label(thing: KubernetesObject, facts: Logging) -> LogCheck:
    wanted = f"{facts.place.label}: {facts.place.label_value}"
    value = thing.object.labels.get(facts.place.label)
    place = value.place if value is not None and value.place is not None else thing.span
    if value is not None and value.is_unknown:
        return LogCheck(thing.address, "label", undecided_by(value), "", place)
    if value is not None and value.text == facts.place.label_value:
        return LogCheck(thing.address, "label", NO, "", place)
    message = f"namespace {facts.place.namespace} has no label {wanted}: Fargate does not log at all"
    return LogCheck(thing.address, "label", YES, message, place)


class _ConfigMap:
    def __init__(self, estate: Estate, thing: KubernetesObject, facts: Logging) -> None:
        self.files = estate.world.files
        self.thing = thing
        self.facts = facts
        self.data = thing.object.get("data")

    def checks(self) -> Iterator[LogCheck]:
        place = self.facts.place
        namespace = self.thing.namespace
        if namespace.text is not None and namespace.text != place.namespace:
            if "aws" in namespace.text:
                found = f"is in namespace {namespace.text}, not {place.namespace}"
                message = f"ConfigMap {place.config_map} {found}: Fargate does not read it"
                yield self._check("namespace", YES, message, namespace.place)
            return
        fields = self.data.fields if self.data is not None else {}
        if fields is None or any(isinstance(key, SymbolicKey) for key in fields):
            reason = reason_of(self.data) if self.data is not None else "a key is not known"
            yield self._check("data", undecided(reason, self.thing.span), "", None)
            return
        texts = {key: with_holes(value) for key, value in fields.items()}
        yield self._size(texts)
        for row in self.facts.keys.values():
            if row.needed and row.name not in fields:
                near = difflib.get_close_matches(row.name, list(fields), 1, 0.6)
                hint = f'; "{near[0]}" is not read' if near else ""
                message = f"ConfigMap {place.config_map} has no {row.name}{hint}: Fargate sends no logs anywhere"
                where = fields[near[0]].place if near else self.data.place if self.data is not None else None
                yield self._check(row.name, YES, message, where.first_line() if where else None)
        for key, value in fields.items():
            known, text = self.facts.keys.get(key), texts[key]
            if known is None or not known.section:
                continue
            if text is None:
                yield self._check(key, undecided_by(value), "", value.place)
            else:
                yield from self._text(known, text, value)

    def _check(self, about: str, wrong: Answer, message: str, place: Span | None) -> LogCheck:
        return LogCheck(self.thing.address, about, wrong, message, place or self.thing.span)

    def _size(self, texts: dict[str, str | None]) -> LogCheck:
        longest = self.facts.place.longest
        size = sum(len(key) + len(text or "") for key, text in texts.items())
        message = f"the ConfigMap has {size} characters; Fargate takes {longest}: it is rejected and nothing is logged"
        return self._check("size", YES if size > longest else NO, message, None)

    def _text(self, row: LoggingKey, text: str, value: Value) -> Iterator[LogCheck]:
        """What is wrong in one of its texts; one check that is right where nothing is."""
        found = list(self._faults(row, text))
        if not found:
            yield self._check(row.name, NO, "", value.place)
        for word, message in found:
            place = value.place
            if word and place is not None and place.line != place.end_line:
                place = find_setting(self.files, place, "Name", word)
                place = find_word(self.files, value.place, word) if place == value.place else place
            yield self._check(f"{row.name} {word}".strip(), YES, f"{row.name}: {message}", place)

    def _faults(self, row: LoggingKey, text: str) -> Iterator[tuple[str, str]]:
        if "${" in text:
            yield "", "variables like ${NAME} are not replaced on Fargate, and the configuration is rejected"
        sections = list(_sections(text))
        if row.needed and not sections and HOLE not in text:
            yield "", f"no section [{row.section}]: Fargate sends no logs anywhere"
        for section in sections:
            if section.name.upper() != row.section and HOLE not in section.name:
                yield section.name, f"a section [{section.name}] is rejected; only [{row.section}] may stand here"
                continue
            for need in row.required:
                if need.lower() not in section.settings and HOLE not in text:
                    yield section.name, f"a section [{section.name}] has no {need}: the configuration is rejected"
            yield from self._plugin(row, section)
            for key in self.facts.place.forbidden_keys:
                if key.lower() in section.settings:
                    yield key, f"{key} must not be set: the configuration is rejected"

    def _plugin(self, row: LoggingKey, section: Section) -> Iterator[tuple[str, str]]:
        name = section.settings.get("name", "")
        allowed = {"FILTER": self.facts.filters, "OUTPUT": self.facts.outputs}.get(row.section)
        if allowed is not None and name and HOLE not in name and name.lower() not in allowed:
            kind = row.section.lower()
            offered = f"is not offered on Fargate ({', '.join(allowed)} are)"
            yield name, f"the {kind} {name} {offered}, and the whole configuration is rejected"


def _sections(text: str) -> Iterator[Section]:
    current: Section | None = None
    for line in text.split("\n"):
        if line.lstrip().startswith("#"):
            continue
        header = HEADER.match(line)
        if header is not None:
            if current is not None:
                yield current
            current = Section(header[1], {})
        elif current is not None and (setting := SETTING.match(line)) is not None:
            current.settings.setdefault(setting[1].lower(), setting[2])
    if current is not None:
        yield current
