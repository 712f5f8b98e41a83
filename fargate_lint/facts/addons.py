"""EKS add-ons on Fargate (facts 5b, 5c)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Literal

import msgspec

from fargate_lint.diagnostic import Severity
from fargate_lint.facts.table import Fact, row, rows


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


class Prerequisite(Fact, frozen=True, kw_only=True):
    """Something that an add-on needs, and the charts and add-ons that bring it."""

    addon: str
    needs: str
    charts: tuple[str, ...]
    addons: tuple[str, ...]
    severity: Severity
    symptom: str


class Build(Fact, frozen=True, kw_only=True):
    """Versions [since, until) of an add-on whose DaemonSet does not keep off Fargate nodes."""

    addon: str
    since: str = ""
    until: str = ""
    note: str = ""


class Conflict(Fact, frozen=True, kw_only=True):
    """The arguments that say what an add-on does with what is there already, their default, and the values that let it
    pass."""

    arguments: tuple[str, ...]
    default: str
    passing: tuple[str, ...]
    symptom: str


class ConflictModule(Fact, frozen=True, kw_only=True):
    """What versions [since, until) of a registry module pass for that where their caller says nothing; "" for
    nothing."""

    module: str
    value: str
    since: str = ""
    until: str = ""
    note: str = ""


class Toleration(Fact, frozen=True, kw_only=True):
    """The taints that an add-on's pods tolerate by default."""

    addon: str
    keys: tuple[str, ...]


class Addons(msgspec.Struct, frozen=True):
    """The add-ons that are known; any other is unknown, neither good nor bad."""

    addons: tuple[Addon, ...]
    prerequisites: tuple[Prerequisite, ...]
    builds: tuple[Build, ...]
    conflict: Conflict
    conflict_modules: tuple[ConflictModule, ...]
    tolerations: tuple[Toleration, ...]

    def needs_of(self, name: str) -> tuple[Prerequisite, ...]:
        """What an add-on needs that is not its own."""
        return tuple(row for row in self.prerequisites if row.addon == name)

    def builds_of(self, name: str) -> tuple[Build, ...]:
        """The versions of an add-on that put pods on Fargate nodes, where they stay Pending."""
        return tuple(row for row in self.builds if row.addon == name)

    def tolerated_by(self, name: str) -> tuple[str, ...]:
        """The taints' keys that an add-on's pods tolerate by default."""
        return tuple(key for row in self.tolerations if row.addon == name for key in row.keys)

    def named(self, name: str) -> Addon | None:
        """The row of an add-on by its EKS name ("vpc-cni")."""
        return next((row for row in self.addons if row.name == name), None)


@functools.cache
def load_addons() -> Addons:
    """The table as shipped."""
    return Addons(
        addons=rows("addons", "addon", Addon),
        prerequisites=rows("addons", "prerequisite", Prerequisite),
        builds=rows("addons", "build", Build),
        conflict=row("addons", "conflict", Conflict),
        conflict_modules=rows("addons", "conflict_module", ConflictModule),
        tolerations=rows("addons", "toleration", Toleration),
    )
