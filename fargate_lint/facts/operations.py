"""Operations on a cluster of which EKS does one at a time."""

from __future__ import annotations

import functools

import msgspec

from fargate_lint.facts.table import Fact, rows


class Operation(Fact, frozen=True, kw_only=True):
    """Resources whose creation EKS refuses while one of ``conflicts`` is being made. ``locks``: their provider waits by
    itself, within one run."""

    resources: tuple[str, ...]
    what: str
    locks: bool
    conflicts: tuple[str, ...]
    symptom: str


class IdentityProviderModule(Fact, frozen=True, kw_only=True):
    """Arguments of a registry module that make an OIDC identity provider."""

    module: str
    arguments: tuple[str, ...]


class Operations(msgspec.Struct, frozen=True):
    """All of it."""

    operations: tuple[Operation, ...]
    modules: tuple[IdentityProviderModule, ...]

    def of(self, resource: str) -> Operation | None:
        """The row about a resource type."""
        return next((row for row in self.operations if resource in row.resources), None)


@functools.cache
def load_operations() -> Operations:
    """The tables as shipped."""
    return Operations(rows("operations", "operation", Operation), rows("operations", "module", IdentityProviderModule))
