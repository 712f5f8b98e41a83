"""What ids and names say of things: which resource types an argument names, and where a state writes things twice."""

from __future__ import annotations

import functools

from fargate_lint.facts.table import Fact, row, rows


class NamedBy(Fact, frozen=True, kw_only=True):
    """``hidden`` are types of resources that have such ids as attributes of their own."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    hidden: tuple[str, ...] = ()


class MergedFrom(Fact, frozen=True, kw_only=True):
    """A collection into which a state merges what ``types`` write; ``back`` is their argument that leads to it."""

    resources: tuple[str, ...]
    argument: str
    types: tuple[str, ...]
    back: str


class Least(Fact, frozen=True, kw_only=True):
    """How many things an argument must name for AWS to take it."""

    resource: str
    argument: str
    count: int


class Carrier(Fact, frozen=True, kw_only=True):
    """Resources that only hand on what they are given."""

    types: frozenset[str]


@functools.cache
def named_by() -> dict[str, NamedBy]:
    """The rows of facts/named_by.toml by argument."""
    return {name: row for row in rows("named_by", "argument", NamedBy) for name in row.names}


@functools.cache
def _merged() -> dict[tuple[str, str], MergedFrom]:
    found = rows("named_by", "merged", MergedFrom)
    return {(resource, row.argument): row for row in found for resource in row.resources}


def merged_from(resource: str, argument: str) -> MergedFrom | None:
    """What else writes into a collection of a resource type."""
    return _merged().get((resource, argument))


@functools.cache
def carriers() -> frozenset[str]:
    """The types of resources that only hand on what they are given."""
    return row("named_by", "carrier", Carrier).types


@functools.cache
def _least() -> dict[tuple[str, str], int]:
    return {(row.resource, row.argument): row.count for row in rows("named_by", "least", Least)}


def least(resource: str, argument: str) -> int:
    """How many things an argument ("vpc_config.subnet_ids") of a resource type names at the least, if any."""
    return _least().get((resource, argument), 1)
