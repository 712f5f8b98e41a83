"""The provider's defaults and other fact rows, in the form that views want."""

from __future__ import annotations

from functools import cache

from fargate_lint.facts.table import Fact, row, rows
from fargate_lint.values.types import STRING
from fargate_lint.values.value import Value, boolean, list_of, number, string


class HarmlessFact(Fact, frozen=True, kw_only=True):
    """Registry packages that make nothing of a network or a cluster."""

    packages: tuple[str, ...]


@cache
def harmless_modules() -> tuple[str, ...]:
    """The packages of facts/harmless.toml."""
    return tuple(package for row in rows("harmless", "module", HarmlessFact) for package in row.packages)


class ClusterTagFact(Fact, frozen=True, kw_only=True):
    """Charts of the load balancer controller below ``chart_before`` want the cluster's tag on every subnet."""

    chart_before: str


@cache
def cluster_tag_needed_before() -> tuple[int, ...]:
    """The chart version of facts/subnet_tags.toml."""
    return version_key(row("subnet_tags", "cluster_tag", ClusterTagFact).chart_before) or ()


def version_key(text: str) -> tuple[int, ...] | None:
    """A plain version ("v1.4.2") to compare by; None for constraints and anything else."""
    plain = text.strip().removeprefix("v").partition("-")[0].partition("+")[0]
    parts = plain.split(".")
    return tuple(int(part) for part in parts) if parts and all(part.isdigit() for part in parts) else None


def to_value(raw: object) -> Value | None:
    """A fact's plain value as a Value without a place; None for null."""
    if isinstance(raw, bool):
        return boolean(raw)
    if isinstance(raw, int):
        return number(raw)
    if isinstance(raw, str):
        return string(raw)
    if isinstance(raw, list | tuple):
        return list_of(STRING, [string(str(item)) for item in raw])
    return None
