"""CoreDNS on Fargate: its pods, and the configuration that its add-on accepts (facts 5a)."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Mapping

import msgspec

from fargate_lint.facts.table import Fact, row, rows


class CoreDnsPods(Fact, frozen=True, kw_only=True):
    """Where CoreDNS runs, the labels of its pods, and the annotation that once kept it off Fargate."""

    namespace: str
    labels: Mapping[str, str]
    annotation: str
    addon: str


class ComputeType(Fact, frozen=True, kw_only=True):
    """The configuration key that puts CoreDNS on Fargate and what may be its value (lower case)."""

    key: str
    accepted: tuple[str, ...]
    other: tuple[str, ...]
    since_addon: str


class ConfigurationKey(Fact, frozen=True, kw_only=True):
    """A top-level key of the add-on's schema. ``children``: the keys allowed below it, empty for any."""

    name: str
    children: tuple[str, ...] = ()


class Changes(Fact, frozen=True, kw_only=True):
    """Who else may set CoreDNS up, and how that is recognised; see coredns.toml."""

    resources: tuple[str, ...]
    passive: tuple[str, ...]
    kinds: tuple[str, ...]
    name: str
    tools: str
    change: str
    script: str
    scripts: tuple[str, ...]
    cluster: str

    def acts(self, type: str) -> bool:
        """Whether a resource of this type may change a Deployment, or run something that does."""
        return type.startswith(self.resources) and not self._is_passive(type)

    def _is_passive(self, type: str) -> bool:
        plain = type.removeprefix("kubernetes_").removesuffix("_data")
        stem, version, number = plain.rpartition("_v")
        plain = stem if version and number[:1].isdigit() and number.isalnum() else plain
        return type.startswith("kubernetes_") and plain in self.passive

    def names_coredns(self, text: str) -> bool:
        """Whether a text says CoreDNS."""
        return _compiled(self.name).search(text) is not None

    def where_named(self, text: str) -> tuple[int, int] | None:
        """Where a text first says CoreDNS: [first, end) in letters."""
        found = _compiled(self.name).search(text)
        return found.span() if found is not None else None

    def runs_tool(self, text: str) -> bool:
        """Whether a text runs a tool that may change what runs in a cluster."""
        return _compiled(self.tools).search(text) is not None

    def speaks_of_change(self, text: str) -> bool:
        """Whether a text speaks of changing something."""
        return _compiled(self.change).search(text) is not None

    def scripts_in(self, text: str) -> list[str]:
        """The scripts that a command names."""
        return _compiled(self.script).findall(text)

    def makes_cluster(self, text: str) -> bool:
        """Whether a Terraform text makes a cluster."""
        return _compiled(self.cluster).search(text) is not None


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class CoreDns(msgspec.Struct, frozen=True):
    """All of it."""

    pods: CoreDnsPods
    compute_type: ComputeType
    keys: tuple[ConfigurationKey, ...]
    changes: Changes

    def key(self, name: str) -> ConfigurationKey | None:
        """The row of a key that the schema has, in its exact spelling."""
        return next((row for row in self.keys if row.name == name), None)

    def nearest(self, name: str) -> str | None:
        """The known key that a misspelt one means, if any is near."""
        by_lower = {row.name.lower(): row.name for row in self.keys}
        near = difflib.get_close_matches(name.lower().replace("_", "").replace("-", ""), list(by_lower), 1, 0.7)
        return by_lower[near[0]] if near else None

    def is_fargate(self, value: str) -> bool:
        """Whether a computeType means Fargate (the case does not matter)."""
        return value.lower() in self.compute_type.accepted


@functools.cache
def load_coredns() -> CoreDns:
    """The tables as shipped."""
    return CoreDns(
        row("coredns", "workload", CoreDnsPods),
        row("coredns", "compute_type", ComputeType),
        rows("coredns", "key", ConfigurationKey),
        row("coredns", "changes", Changes),
    )
