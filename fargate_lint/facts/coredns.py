"""CoreDNS on Fargate: its pods, and the configuration that its add-on accepts (facts 5a)."""

from __future__ import annotations

import difflib
import functools
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


class CoreDns(msgspec.Struct, frozen=True):
    """All of it."""

    pods: CoreDnsPods
    compute_type: ComputeType
    keys: tuple[ConfigurationKey, ...]

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
    )
