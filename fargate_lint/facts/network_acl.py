"""What network ACLs must let through for pods on Fargate."""

from __future__ import annotations

import functools
from typing import Literal

import msgspec

from fargate_lint.facts.table import Fact, row, rows


class Flow(Fact, frozen=True, kw_only=True):
    """Traffic that the ACL of these subnets (``at``) must let through in this direction; see network_acl.toml."""

    name: str
    at: Literal["profile", "cluster", "endpoint"]
    direction: Literal["ingress", "egress"]
    first: int
    last: int
    peer: Literal["endpoint", "cluster", "profile", "outside"]
    why: str
    symptom: str
    udp: bool = False
    ephemeral: bool = False
    dns: bool = False


class EphemeralPorts(Fact, frozen=True, kw_only=True):
    """The ports from which such a client calls, and to which answers come."""

    client: Literal["linux", "nat-gateway"]
    first: int
    last: int


class DefaultAcl(Fact, frozen=True, kw_only=True):
    """The resource that adopts a VPC's default ACL, and whether it denies all where it has no rules."""

    resource: str
    empty_denies: bool


class NetworkAcls(msgspec.Struct, frozen=True):
    """All of it."""

    flows: tuple[Flow, ...]
    ports: tuple[EphemeralPorts, ...]
    default_acl: DefaultAcl

    def ephemeral(self, client: str) -> EphemeralPorts:
        """The row. Raises KeyError for a client that is not in network_acl.toml: a mistake of ours."""
        for entry in self.ports:
            if entry.client == client:
                return entry
        raise KeyError(client)


@functools.cache
def load_network_acls() -> NetworkAcls:
    """The tables as shipped."""
    return NetworkAcls(
        rows("network_acl", "flow", Flow),
        rows("network_acl", "ports", EphemeralPorts),
        row("network_acl", "default_acl", DefaultAcl),
    )
