"""AWS's partitions and regions, and the names of endpoint services in them."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

import msgspec

from fargate_lint.facts.table import Fact, rows

PLAIN_PREFIX = "com.amazonaws"
"""What the names of most endpoint services begin with, in every partition."""

REGION_FORM = r"[a-z]{2,4}(?:-[a-z]+)+-\d+"
"""What a region's name looks like ("eu-west-1", "eusc-de-east-1"), known or not."""


class Partition(Fact, frozen=True, kw_only=True):
    """A partition; ``services`` are those whose endpoint names begin with ``prefix`` instead of "com.amazonaws"."""

    name: str
    begins: tuple[str, ...]
    dns_suffix: str
    prefix: str = PLAIN_PREFIX
    services: tuple[str, ...] = ()


class Region(Fact, frozen=True, kw_only=True):
    """A region by its name, and what people call it."""

    name: str
    partition: str
    title: str


class NoFargate(Fact, frozen=True, kw_only=True):
    """Regions where EKS on Fargate is said not to be offered."""

    regions: tuple[str, ...]
    note: str


class ServiceName(NamedTuple):
    """The parts of an endpoint service's name: "ecr.api", and its region (None: it has none in its name)."""

    suffix: str
    region: str | None


class Regions(msgspec.Struct, frozen=True):
    """All of it."""

    partitions: tuple[Partition, ...]
    regions: tuple[Region, ...]
    no_fargate: tuple[NoFargate, ...]

    def partition(self, name: str) -> Partition | None:
        """The row of a partition by its name ("aws-cn")."""
        return next((row for row in self.partitions if row.name == name), None)

    def named(self, region: str) -> Region | None:
        """The row of a region; None: not known here, which says nothing against it."""
        return next((row for row in self.regions if row.name == region), None)

    def meant_by(self, region: str) -> str | None:
        """The known region that a misspelt one is one letter away from; None for a known one, one like no other, and
        one that may have opened since (the next number of a known name)."""
        if self.named(region):
            return None
        near = [row.name for row in self.regions if _one_letter_apart(region, row.name)]
        return None if not near or _may_be_new(region, near[0]) else near[0]

    def partition_of(self, region: str) -> Partition | None:
        """The partition of a region, also of one that is newer than the table; None where nothing says."""
        known = self.named(region)
        fits = [
            (len(begin), row)
            for row in self.partitions
            for begin in row.begins
            if (known is not None and row.name == known.partition) or (known is None and region.startswith(begin))
        ]
        return max(fits, key=lambda fit: fit[0])[1] if fits else None

    def refuses_fargate(self, region: str) -> NoFargate | None:
        """The row that says Fargate is not offered in a region."""
        return next((row for row in self.no_fargate if region in row.regions), None)

    def service_prefix(self, region: str, suffix: str) -> str:
        """What the name of an endpoint service begins with in a region."""
        partition = self.partition_of(region)
        return partition.prefix if partition is not None and suffix in partition.services else PLAIN_PREFIX

    def split(self, service_name: str, hole: str = "\x00") -> ServiceName | None:
        """The parts of a full service name ("com.amazonaws.eu-west-1.sts"), in which ``hole`` may stand for the region.
        None if the name is not of AWS's own services (com.amazonaws.vpce…, names of partners)."""
        tail = self._without_prefix(service_name)
        if tail is None or tail.startswith("vpce."):
            return None
        first, _, rest = tail.partition(".")
        if rest and hole not in rest and (first == hole or re.fullmatch(REGION_FORM, first)):
            return ServiceName(rest, None if first == hole else first)
        return None if hole in tail else ServiceName(tail, None)

    def _without_prefix(self, service_name: str) -> str | None:
        prefixes = dict.fromkeys((PLAIN_PREFIX, *(row.prefix for row in self.partitions)))
        return next((service_name[len(p) + 1 :] for p in prefixes if service_name.startswith(f"{p}.")), None)


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether a letter added, left out, changed, or swapped with its neighbour makes one of the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _may_be_new(region: str, known: str) -> bool:
    """Whether a region is a known one but for a last number of one digit: AWS numbers its regions so."""
    return region[:-1] == known[:-1] and region[-1:].isdigit()


@functools.cache
def load_regions() -> Regions:
    """The tables as shipped."""
    return Regions(
        rows("regions", "partition", Partition),
        rows("regions", "region", Region),
        rows("regions", "no_fargate", NoFargate),
    )
