"""Names and blocks of the network that stand for more than themselves."""

from __future__ import annotations

import functools

import msgspec

from fargate_lint.facts.table import Fact, row


class Resolver(Fact, frozen=True, kw_only=True):
    """How a DHCP option set names the VPC's own resolver; it is also the address at ``offset`` of each block."""

    names: tuple[str, ...]
    offset: int


class Everybody(Fact, frozen=True, kw_only=True):
    """Blocks that mean everybody."""

    blocks: tuple[str, ...]


class NetworkNames(msgspec.Struct, frozen=True):
    """All of it."""

    resolver: Resolver
    everybody: Everybody


@functools.cache
def load_network() -> NetworkNames:
    """The table as shipped."""
    return NetworkNames(row("network", "resolver", Resolver), row("network", "everybody", Everybody))
