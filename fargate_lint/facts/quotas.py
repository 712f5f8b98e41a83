"""Limits of EKS and its neighbours."""

from __future__ import annotations

import functools

import msgspec

from fargate_lint.facts.table import Fact, rows


class Quota(Fact, frozen=True, kw_only=True):
    """``code`` is the service-quotas code where there is one; an ``adjustable`` one can be raised on request."""

    name: str
    value: int
    adjustable: bool
    code: str = ""


class Quotas(msgspec.Struct, frozen=True):
    """The limits by name."""

    quotas: tuple[Quota, ...]

    def named(self, name: str) -> Quota:
        """The row. Raises KeyError for a name that is not in quotas.toml: a mistake of ours."""
        for row in self.quotas:
            if row.name == name:
                return row
        raise KeyError(name)


@functools.cache
def load_quotas() -> Quotas:
    """The table as shipped."""
    return Quotas(rows("quotas", "quota", Quota))
