"""Which endpoints a VPC needs for its Fargate pods, and how badly: facts applied to what is in sight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Severity
from fargate_lint.facts.endpoints import Service
from fargate_lint.model import use
from fargate_lint.values.verdict import Answer

if TYPE_CHECKING:
    from fargate_lint.model.cluster import Cluster
    from fargate_lint.model.estate import Estate

LEVELS = {"info": Severity.INFO, "warning": Severity.WARNING, "error": Severity.ERROR}


@dataclass(frozen=True, slots=True)
class Need:
    """One service that a cluster's pods need. ``because`` is "always", "private-only" or who uses it."""

    service: Service
    because: str
    sure: Answer

    @property
    def suffix(self) -> str:
        return self.service.suffix


def needs_of(estate: Estate, cluster: Cluster) -> tuple[Need, ...]:
    """What the pods of a cluster need: always, for a private-only API, and for what is in sight."""
    found: dict[str, Need] = {}
    for need in _needs(estate, cluster):
        found.setdefault(need.suffix, need)
    return tuple(found.values())


def _needs(estate: Estate, cluster: Cluster) -> Iterator[Need]:
    from fargate_lint.values.verdict import YES

    table = estate.facts.endpoints
    for row in table.always():
        yield Need(row, "always", YES)
    for word, seen in uses_of(estate):
        if not seen.no:
            for row in table.used_by(word):
                if word == "load-balancer-controller" or row.need == "use":
                    yield Need(row, word, seen)
    if not cluster.private_only.no:
        for row in table.private_only():
            yield Need(row, "private-only", cluster.private_only)


def uses_of(estate: Estate) -> Iterator[tuple[str, Answer]]:
    """The callers in sight that facts know, each with an answer."""
    yield "load-balancer-controller", use.load_balancer_controller(estate)
    yield "aws-logging-cloudwatch", use.cloudwatch_logging(estate)


def severity_of_absence(
    estate: Estate, cluster: Cluster, need: Need, others_declared: bool
) -> Severity | None | Answer:
    """How bad the absence of an endpoint is: a severity, None where nothing breaks, or why it cannot be said."""
    mode = estate.facts.endpoints.mode
    if mode == "off":
        return None
    if need.sure.unknown:
        return need.sure
    if mode == "required":
        return Severity.ERROR
    egress = cluster.has_egress
    if egress.no:
        level = need.service.private_only if need.because == "private-only" else need.service.no_egress
        return LEVELS.get(level or "error", Severity.ERROR)
    private = cluster.private_only
    if egress.unknown:
        return egress
    if private.no:
        return None
    if private.unknown:
        return private
    if need.because not in ("always", "private-only"):
        return Severity.INFO
    return Severity.WARNING if others_declared else Severity.INFO
