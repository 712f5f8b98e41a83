"""Namespaces that exist by themselves, and those that hold no pods."""

from __future__ import annotations

import functools

import msgspec

from fargate_lint.facts.table import Fact, rows


class NamespaceFact(Fact, frozen=True, kw_only=True):
    """``exists``: every cluster has it; ``holds_pods``: pods may run in it, so that it needs a profile."""

    name: str
    exists: bool
    holds_pods: bool = True


class Namespaces(msgspec.Struct, frozen=True):
    """The special namespaces."""

    namespaces: tuple[NamespaceFact, ...]

    def exists(self, name: str) -> bool:
        """Whether every cluster has this namespace."""
        return any(row.name == name and row.exists for row in self.namespaces)

    def holds_pods(self, name: str) -> bool:
        """False for the few namespaces in which no pods run."""
        return all(row.holds_pods for row in self.namespaces if row.name == name)


@functools.cache
def load_namespaces() -> Namespaces:
    """The table as shipped."""
    return Namespaces(rows("namespaces", "namespace", NamespaceFact))
