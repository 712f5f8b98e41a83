"""Registry modules by what they make."""

from __future__ import annotations

import functools

import msgspec

from fargate_lint.facts.table import Fact, rows


class Harmless(Fact, frozen=True, kw_only=True):
    """Packages that make nothing of a VPC's network, of a cluster's capacity or of what runs in it."""

    packages: tuple[str, ...]


class NetworkOrCluster(Fact, frozen=True, kw_only=True):
    """Packages whose majors rename what EKS on Fargate hangs on."""

    packages: tuple[str, ...]


class Modules(msgspec.Struct, frozen=True):
    """All of it."""

    rows: tuple[Harmless, ...]
    named: tuple[NetworkOrCluster, ...]

    def is_network_or_cluster(self, package: str) -> bool:
        """Whether a package makes a VPC or a cluster, and renames its arguments with its majors."""
        return any(package in row.packages for row in self.named)

    @property
    def harmless(self) -> tuple[str, ...]:
        """Their names ("terraform-aws-modules/acm/aws")."""
        return tuple(package for row in self.rows for package in row.packages)


@functools.cache
def load_modules() -> Modules:
    """The table as shipped."""
    return Modules(rows("modules", "module", Harmless), rows("modules", "network_or_cluster", NetworkOrCluster))
