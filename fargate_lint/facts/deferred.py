"""Providers that are fed by data sources which apply may have to read first."""

from __future__ import annotations

import functools

import msgspec

from fargate_lint.facts.table import Fact, rows


class ClusterData(Fact, frozen=True, kw_only=True):
    """Data sources that tell where a cluster is."""

    types: tuple[str, ...]


class FedProvider(Fact, frozen=True, kw_only=True):
    """A provider, the arguments that say where the cluster is ("kubernetes.host": in a block or object), and what a
    plan says where they are not known."""

    name: str
    arguments: tuple[str, ...]
    symptom: str


class Deferred(msgspec.Struct, frozen=True):
    """All of it."""

    data: tuple[ClusterData, ...]
    providers: tuple[FedProvider, ...]

    def tells_of_cluster(self, type: str) -> bool:
        """Whether a data source of this type tells where a cluster is."""
        return any(type in row.types for row in self.data)

    def provider(self, name: str) -> FedProvider | None:
        """The row of a provider by its own name ("helm")."""
        return next((row for row in self.providers if row.name == name), None)


@functools.cache
def load_deferred() -> Deferred:
    """The tables as shipped."""
    return Deferred(rows("deferred", "data", ClusterData), rows("deferred", "provider", FedProvider))
