"""The Kubernetes calendar of EKS (facts 7), and versions as numbers."""

from __future__ import annotations

import datetime
import functools
import re
from typing import Literal

import msgspec

from fargate_lint.facts.table import Fact, row, rows

State = Literal["upcoming", "standard", "extended", "ended", "unknown"]


class KubernetesVersion(Fact, frozen=True, kw_only=True):
    """One minor version. Dates are the first day after the period; None is not known."""

    version: str
    released: datetime.date | None = None
    standard_ends: datetime.date | None = None
    extended_ends: datetime.date | None = None


class Support(Fact, frozen=True, kw_only=True):
    """The support type that a cluster has by default, the one whose clusters EKS upgrades at the end of standard
    support, and how many days before that a rule speaks up."""

    default: str
    upgraded: str
    notice_days: int
    symptom: str


class Versions(msgspec.Struct, frozen=True):
    """The calendar, newest first."""

    versions: tuple[KubernetesVersion, ...]
    support: Support

    def named(self, version: str) -> KubernetesVersion | None:
        """The row of a minor version ("1.31"; "1.31.2" is read as 1.31)."""
        minor = ".".join(version.strip().removeprefix("v").split(".")[:2])
        return next((row for row in self.versions if row.version == minor), None)

    def state(self, version: str, day: datetime.date) -> State:
        """Where a version stands on a day. Versions older than the table have ended; newer or unreadable ones are
        unknown."""
        row = self.named(version)
        if row is None:
            number = _minor(version)
            oldest = _minor(self.versions[-1].version)
            return "ended" if number is not None and oldest is not None and number < oldest else "unknown"
        if row.extended_ends is not None and day >= row.extended_ends:
            return "ended"
        if row.standard_ends is not None and day >= row.standard_ends:
            return "extended"
        if row.released is not None and day < row.released:
            return "upcoming"
        return "standard" if row.standard_ends is not None else "unknown"

    def newest(self) -> str:
        """The newest version known."""
        return self.versions[0].version


def _minor(version: str) -> tuple[int, int] | None:
    found = re.match(r"v?(\d{1,4})\.(\d{1,4})(?!\d)", version.strip())
    return (int(found[1]), int(found[2])) if found else None


@functools.cache
def load_versions() -> Versions:
    """The calendar as shipped."""
    return Versions(rows("versions", "version", KubernetesVersion), row("versions", "support", Support))
