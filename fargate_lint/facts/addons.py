"""EKS add-ons on Fargate (facts 5b, 5c)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Literal

import msgspec

from fargate_lint.diagnostic import Severity
from fargate_lint.facts.table import Fact, rows


class Addon(Fact, frozen=True, kw_only=True):
    """One add-on. ``compute`` is AWS's own list of where it runs; ``pods``: it makes pods (Deployments) in
    ``namespace``,
    with ``labels`` (empty: not known). ``void_settings``: configuration keys that do nothing on Fargate (FGL411)."""

    name: str
    compute: tuple[Literal["ec2", "fargate", "auto", "hybrid"], ...]
    verdict: Literal["ok", "coredns", "harmless", "useless", "unsupported"]
    namespace: str
    message: str
    daemonset: bool = False
    excludes: Literal["yes", "no", "unknown"] = "unknown"
    pods: bool = False
    severity: Severity | None = None
    labels: Mapping[str, str] = {}
    void_settings: tuple[str, ...] = ()


class Addons(msgspec.Struct, frozen=True):
    """The add-ons that are known; any other is unknown, neither good nor bad."""

    addons: tuple[Addon, ...]

    def named(self, name: str) -> Addon | None:
        """The row of an add-on by its EKS name ("vpc-cni")."""
        return next((row for row in self.addons if row.name == name), None)


@functools.cache
def load_addons() -> Addons:
    """The table as shipped."""
    return Addons(rows("addons", "addon", Addon))
