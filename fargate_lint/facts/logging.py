"""Fargate's built-in log router: where its configuration must be and what may stand in it (facts 5e)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from fargate_lint.facts.endpoints import Use
from fargate_lint.facts.table import Fact, row, rows


class LoggingPlace(Fact, frozen=True, kw_only=True):
    """The namespace with its label, the ConfigMap's name, its longest size in characters, keys that must not be set."""

    namespace: str
    label: str
    label_value: str
    config_map: str
    longest: int
    forbidden_keys: tuple[str, ...]


class LoggingKey(Fact, frozen=True, kw_only=True):
    """A key of the ConfigMap: the one section allowed in it and what each section must hold; ``needed``: must be
    there."""

    name: str
    section: str
    required: tuple[str, ...] = ()
    needed: bool = False


class LoggingPlugin(Fact, frozen=True, kw_only=True):
    """A filter or output that is allowed; ``use`` is the endpoint use and ``actions`` the pod execution role's, where
    it needs them; ``policies`` is the word by which policies.toml knows who grants these."""

    name: str
    use: Use | None = None
    actions: tuple[str, ...] = ()
    policies: Literal["", "logs", "kinesis", "firehose"] = ""
    note: str = ""


class LoggingOption(Fact, frozen=True, kw_only=True):
    """An option of outputs (``of``; empty: a key of the ConfigMap) that needs more actions where it has this value
    ("": any)."""

    name: str
    value: str
    of: tuple[str, ...]
    actions: tuple[str, ...]


class Logging(msgspec.Struct, frozen=True):
    """All of it; filters and outputs by lower-case name."""

    place: LoggingPlace
    keys: Mapping[str, LoggingKey]
    filters: Mapping[str, LoggingPlugin]
    outputs: Mapping[str, LoggingPlugin]
    options: tuple[LoggingOption, ...]


@functools.cache
def load_logging() -> Logging:
    """The tables as shipped."""
    return Logging(
        row("logging", "place", LoggingPlace),
        MappingProxyType({key.name: key for key in rows("logging", "key", LoggingKey)}),
        MappingProxyType({plugin.name: plugin for plugin in rows("logging", "filter", LoggingPlugin)}),
        MappingProxyType({plugin.name: plugin for plugin in rows("logging", "output", LoggingPlugin)}),
        rows("logging", "option", LoggingOption),
    )
