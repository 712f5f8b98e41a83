"""Fargate's built-in log router: the namespace aws-observability, the ConfigMap aws-logging, and what stands in it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fargate_lint.diagnostic import Span
from fargate_lint.facts.logging import Logging, LoggingKey
from fargate_lint.files import Files
from fargate_lint.model.identity.iam import HOLE, with_holes
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.kubernetes_object import KubernetesObject
from fargate_lint.model.thing.source_text import find_setting, find_word
from fargate_lint.model.workload.kubernetes import Kubernetes
from fargate_lint.values.answer import NO, YES, Answer, undecided
from fargate_lint.values.value import SymbolicKey, Value

HEADER = re.compile(r"\s*\[\s*(\w+)\s*\]\s*$")
SETTING = re.compile(r"\s*([\w.]++)\s++(.*\S)\s*$")
HIDDEN_KEY = undecided("a key is not known")


LogFault = Literal[
    "", "label", "namespace", "key", "size", "variable", "no section", "section", "setting", "plugin", "forbidden"
]
"""What is wrong, and what the ``names`` of a check then are: the namespace lacks the label; the ConfigMap is in another
namespace (its name); it has no such key (the key, one like it that is there); it is too large (its size); a text of it
has variables; no section (its kind); a section that may not stand there (its name, the kind that may); a section
without a setting (section, setting); a plugin that is not offered (kind, name, those that are); a setting that must not
be there (its name)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCheck:
    """One thing looked at. ``wrong`` is no where it is right; ``fault`` and ``names`` say what is wrong. ``key`` is the
    text of the ConfigMap that it is in, "" if it is in none."""

    address: str
    about: str
    wrong: Answer
    place: Span | None
    key: str = ""
    fault: LogFault = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a Fluent Bit text. Keys in lower case."""

    name: str
    settings: dict[str, str]


def log_checks(kubernetes: Kubernetes) -> Iterator[LogCheck]:
    """All that is to be looked at, in every namespace and ConfigMap of the log router."""
    if not kubernetes.clusters.with_fargate:
        return
    facts = kubernetes.resources.facts.logging
    for thing in kubernetes.objects:
        if thing.kind == "Namespace" and thing.name == facts.place.namespace:
            yield _label(thing, facts)
        elif thing.kind == "ConfigMap" and thing.name == facts.place.config_map:
            yield from _ConfigMap(kubernetes.resources.files, thing, facts).checks()


def _label(thing: KubernetesObject, facts: Logging) -> LogCheck:
    value = thing.object.labels.get(facts.place.label)
    place = value.place if value is not None and value.place is not None else thing.span
    wrong = YES
    if value is not None and value.is_unknown:
        wrong = undecided_by(value)
    elif value is not None and value.text == facts.place.label_value:
        wrong = NO
    return LogCheck(address=thing.address, about="label", wrong=wrong, place=place, fault="label")


class _ConfigMap:
    def __init__(self, files: Files, thing: KubernetesObject, facts: Logging) -> None:
        self.files = files
        self.thing = thing
        self.facts = facts
        self.data = thing.object.get("data")

    def checks(self) -> Iterator[LogCheck]:
        place = self.facts.place
        namespace = self.thing.namespace
        if namespace.text is not None and namespace.text != place.namespace:
            if "aws" in namespace.text:
                yield self._wrong("namespace", namespace.place, "namespace", namespace.text)
            return
        fields = self.data.fields if self.data is not None else {}
        if fields is None or any(isinstance(key, SymbolicKey) for key in fields):
            doubt = undecided_by(self.data) if self.data is not None and self.data.is_unknown else HIDDEN_KEY
            yield self._check("data", doubt.at(self.thing.span))
            return
        texts = {key: with_holes(value) for key, value in fields.items()}
        yield self._size(texts)
        for row in self.facts.keys.values():
            if row.needed and row.name not in fields:
                near = difflib.get_close_matches(row.name, list(fields), 1, 0.6)
                where = fields[near[0]].place if near else self.data.place if self.data is not None else None
                yield self._wrong(row.name, where.first_line() if where else None, "key", row.name, *near)
        for key, value in fields.items():
            known, text = self.facts.keys.get(key), texts[key]
            if known is None or not known.section:
                continue
            if text is None:
                yield self._check(key, undecided_by(value), value.place)
            else:
                yield from self._text(known, text, value)

    def _check(self, about: str, wrong: Answer, place: Span | None = None) -> LogCheck:
        return LogCheck(address=self.thing.address, about=about, wrong=wrong, place=place or self.thing.span)

    def _wrong(self, about: str, place: Span | None, fault: LogFault, *names: str, key: str = "") -> LogCheck:
        place = place or self.thing.span
        return LogCheck(
            address=self.thing.address, about=about, wrong=YES, place=place, key=key, fault=fault, names=names
        )

    def _size(self, texts: dict[str, str | None]) -> LogCheck:
        size = sum(len(key) + len(text or "") for key, text in texts.items())
        too_large = size > self.facts.place.longest
        return self._wrong("size", None, "size", str(size)) if too_large else self._check("size", NO)

    def _text(self, row: LoggingKey, text: str, value: Value) -> Iterator[LogCheck]:
        """What is wrong in one of its texts; one check that is right where nothing is."""
        found = list(self._faults(row, text))
        if not found:
            yield self._check(row.name, NO, value.place)
        for word, fault, names in found:
            place = value.place
            if word and place is not None and place.line != place.end_line:
                place = find_setting(self.files, place, "Name", word)
                place = find_word(self.files, value.place, word) if place == value.place else place
            yield self._wrong(f"{row.name} {word}".strip(), place, fault, *names, key=row.name)

    def _faults(self, row: LoggingKey, text: str) -> Iterator[tuple[str, LogFault, tuple[str, ...]]]:
        """The word to point at, the fault and its names."""
        if "${" in text:
            yield "", "variable", ()
        sections = list(_sections(text))
        if row.needed and not sections and HOLE not in text:
            yield "", "no section", (row.section,)
        for section in sections:
            if section.name.upper() != row.section and HOLE not in section.name:
                yield section.name, "section", (section.name, row.section)
                continue
            for need in row.required:
                if need.lower() not in section.settings and HOLE not in text:
                    yield section.name, "setting", (section.name, need)
            yield from self._plugin(row, section)
            for key in self.facts.place.forbidden_keys:
                if key.lower() in section.settings:
                    yield key, "forbidden", (key,)

    def _plugin(self, row: LoggingKey, section: Section) -> Iterator[tuple[str, LogFault, tuple[str, ...]]]:
        name = section.settings.get("name", "")
        allowed = {"FILTER": self.facts.filters, "OUTPUT": self.facts.outputs}.get(row.section)
        if allowed is not None and name and HOLE not in name and name.lower() not in allowed:
            yield name, "plugin", (row.section.lower(), name, *allowed)


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
