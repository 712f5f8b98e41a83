"""Security groups and pods on Fargate: which group they carry, and what must be let through."""

from __future__ import annotations

import functools
from typing import Literal

import msgspec

from fargate_lint.facts.table import Fact, row, rows


class GroupName(Fact, frozen=True, kw_only=True):
    """Where a configuration names one of a cluster's groups: an attribute of a resource or an output of a registry
    module. Pods on Fargate carry the "primary" one and no other."""

    group: Literal["primary", "additional", "node"]
    attribute: str
    resource: str = ""
    module: str = ""


class Bridge(Fact, frozen=True, kw_only=True):
    """An argument of a registry module that gives its nodes the primary group as well."""

    module: str
    argument: str


class PodPort(Fact, frozen=True, kw_only=True):
    """A port that pods call ("from-pods"), or on which they are called ("to-pods")."""

    name: str
    side: Literal["from-pods", "to-pods"]
    port: int
    why: str
    symptom: str
    udp: bool = False


class CalledService(Fact, frozen=True, kw_only=True):
    """What pods call in the VPC: resource types, the engines of theirs that it is (empty: any), and the port."""

    resources: tuple[str, ...]
    engines: tuple[str, ...]
    port: int
    what: str
    symptom: str = ""


class GroupPolicy(Fact, frozen=True, kw_only=True):
    """The custom resource that gives pods other groups, and the paths in it."""

    group: str
    kind: str
    groups: str
    pods: str
    accounts: str
    symptom: str


class FileSystem(Fact, frozen=True, kw_only=True):
    """How pods find a file system: through a mount target of their own zone. ``one_zone_argument`` makes a file system
    of one zone."""

    one_target_a_zone: bool
    one_zone_argument: str
    symptom: str


class PodGroups(msgspec.Struct, frozen=True):
    """All of it."""

    names: tuple[GroupName, ...]
    bridges: tuple[Bridge, ...]
    ports: tuple[PodPort, ...]
    services: tuple[CalledService, ...]
    policy: GroupPolicy
    efs: FileSystem

    def port(self, name: str) -> PodPort:
        """The row. Raises KeyError for a name that is not in pod_groups.toml: a mistake of ours."""
        for entry in self.ports:
            if entry.name == name:
                return entry
        raise KeyError(name)

    def service(self, resource: str, engine: str = "") -> CalledService | None:
        """The row of what a resource of this type and engine is."""
        found = [entry for entry in self.services if resource in entry.resources]
        return next((entry for entry in found if not entry.engines or engine in entry.engines), None)


@functools.cache
def load_pod_groups() -> PodGroups:
    """The tables as shipped."""
    return PodGroups(
        names=rows("pod_groups", "name", GroupName),
        bridges=rows("pod_groups", "bridge", Bridge),
        ports=rows("pod_groups", "port", PodPort),
        services=rows("pod_groups", "service", CalledService),
        policy=row("pod_groups", "policy", GroupPolicy),
        efs=row("pod_groups", "efs", FileSystem),
    )
