"""Registry modules by what they make."""

from __future__ import annotations

import functools

import msgspec

from fargate_lint.facts.table import Fact, rows


class Harmless(Fact, frozen=True, kw_only=True):
    """Packages that make nothing of a VPC's network, of a cluster's capacity or of what runs in it."""

    packages: tuple[str, ...]


class Modules(msgspec.Struct, frozen=True):
    """The packages whose source need not be seen."""

    rows: tuple[Harmless, ...]

    @property
    def harmless(self) -> tuple[str, ...]:
        """Their names ("terraform-aws-modules/acm/aws")."""
        return tuple(package for row in self.rows for package in row.packages)


@functools.cache
def load_modules() -> Modules:
    """The table as shipped."""
    return Modules(rows("harmless", "module", Harmless))
