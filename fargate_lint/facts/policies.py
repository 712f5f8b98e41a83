"""AWS's managed policies, and whether they allow what a pod execution role needs."""

from __future__ import annotations

import functools
from fnmatch import fnmatchcase
from typing import Literal

import msgspec

from fargate_lint.facts.table import Fact, rows

Need = Literal["pull", "logs", "kinesis", "firehose"]


class ManagedPolicies(Fact, frozen=True, kw_only=True):
    """Policies by name (``*`` for any letters) that let a role do this (``grants``), or do not."""

    what: Need
    grants: bool
    patterns: tuple[str, ...]


class Policies(msgspec.Struct, frozen=True):
    """All of them."""

    rows: tuple[ManagedPolicies, ...]

    def grants(self, name: str, what: Need) -> bool | None:
        """Whether a managed policy lets a role do this; None: not known."""
        found = (row for row in self.rows if row.what == what)
        return next((row.grants for row in found if any(fnmatchcase(name, text) for text in row.patterns)), None)


@functools.cache
def load_policies() -> Policies:
    """The table as shipped."""
    return Policies(rows("policies", "policy", ManagedPolicies))
