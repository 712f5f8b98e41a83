"""Which endpoints a VPC needs for its Fargate pods, and how badly: facts applied to what is in sight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from fargate_lint.diagnostic import Span
from fargate_lint.facts.endpoints import Service
from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.clusters import Clusters
from fargate_lint.model.network.nat_gateway import nat_gateways_of
from fargate_lint.model.network.vpc import Vpc
from fargate_lint.model.question.callers import Callers
from fargate_lint.model.thing.place import of_collection
from fargate_lint.terraform.instance import Declaration
from fargate_lint.values.answer import YES, Answer


@dataclass(frozen=True, slots=True)
class Need:
    """One service that a cluster's pods need. ``because`` is "always", "private-only" or who uses it."""

    service: Service
    because: str
    sure: Answer

    @property
    def suffix(self) -> str:
        return self.service.suffix


class Needs:
    """The services that the pods of clusters need an endpoint for, were there no other way out."""

    def __init__(self, clusters: Clusters, callers: Callers) -> None:
        self._clusters = clusters
        self._callers = callers
        self._of: dict[Cluster, tuple[Need, ...]] = {}

    def of(self, cluster: Cluster) -> tuple[Need, ...]:
        """What the pods of a cluster need: always, for a private-only API, and for what is in sight."""
        if cluster not in self._of:
            found: dict[str, Need] = {}
            for need in self._find(cluster):
                found.setdefault(need.suffix, need)
            self._of[cluster] = tuple(found.values())
        return self._of[cluster]

    def _find(self, cluster: Cluster) -> Iterator[Need]:
        table = cluster.resources.facts.endpoints
        for row in table.always():
            yield Need(row, "always", YES)
        for word, seen in self._callers.by_name():
            if not seen.no:
                for row in table.used_by(word):
                    yield Need(row, word, seen)
        private = cluster.control_plane.private_only
        if not private.no:
            for row in table.private_only():
                yield Need(row, "private-only", private)

    def in_vpc(self, vpc: Vpc) -> tuple[EndpointNeed, ...]:
        """Every service that the Fargate pods in a VPC need, in the order of the facts, and what the absence of each
        would mean."""
        found: dict[str, list[tuple[Cluster, Need]]] = {}
        for cluster in self._clusters.in_vpc(vpc):
            for need in self.of(cluster):
                found.setdefault(need.suffix, []).append((cluster, need))
        return tuple(EndpointNeed(self, vpc, suffix, tuple(needs)) for suffix, needs in found.items())


Harm = Literal["required", "no way out", "incomplete set", "detour"]
"""What the absence of an endpoint means: the configuration requires it; pods have no other way; other needed endpoints
are there, so that a closed set was meant; traffic merely leaves the VPC."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What it means to one cluster that an endpoint which it needs is absent."""

    need: Need
    harm: Harm


class EndpointNeed:
    """One service that the pods of a VPC's clusters need, and what its absence would mean."""

    def __init__(self, all_needs: Needs, vpc: Vpc, suffix: str, needs: tuple[tuple[Cluster, Need], ...]) -> None:
        self._all_needs = all_needs
        self.vpc = vpc
        self.suffix = suffix
        self.needs = needs

    @property
    def service(self) -> Service:
        return self.needs[0][1].service

    @cached_property
    def present(self) -> Answer:
        """Whether an endpoint of the service is in the VPC, of whatever type."""
        return self.vpc.endpoints.has(self.suffix)

    @cached_property
    def _outcomes(self) -> tuple[Lack | Answer | None, ...]:
        return tuple(self._outcome(cluster, need) for cluster, need in self.needs)

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What its absence surely means to clusters."""
        return tuple(outcome for outcome in self._outcomes if isinstance(outcome, Lack))

    @property
    def doubt(self) -> Answer | None:
        """Why it cannot be said whether something is wrong; None if it can."""
        if not self.lacks:
            return next((outcome for outcome in self._outcomes if isinstance(outcome, Answer)), None)
        return self.present if self.present.unknown else None

    @property
    def harmless(self) -> bool:
        """Whether nothing breaks without it."""
        return all(outcome is None for outcome in self._outcomes)

    @property
    def no_egress(self) -> bool:
        """Whether some cluster's pods have no other way."""
        return any(cluster.has_egress.no for cluster, _ in self.needs)

    @property
    def place(self) -> Span | None:
        """Where it would be added: the collection that makes the VPC's other endpoints, else the VPC."""
        counted: dict[str, list[Declaration]] = {}
        for endpoint in self.vpc.endpoints:
            declaration = endpoint.instance.declaration
            counted.setdefault(declaration.address, []).append(declaration)
        for found in sorted(counted.values(), key=len, reverse=True):
            place = of_collection(found[0])
            if place is not None:
                return place
        return self.vpc.span

    @property
    def evidence(self) -> tuple[tuple[str, Span | None], ...]:
        """Places that prove the case: the subnet without a way out."""
        return tuple(
            (cluster.has_egress.evidence[0], cluster.has_egress.span)
            for cluster, _ in self.needs
            if cluster.has_egress.no
        )

    def _outcome(self, cluster: Cluster, need: Need) -> Lack | Answer | None:
        mode = self.vpc.resources.facts.endpoints.mode
        if mode == "off":
            return None
        if need.sure.unknown:
            return need.sure
        if mode == "required":
            return Lack(need, "required")
        egress, private = cluster.has_egress, cluster.control_plane.private_only
        if egress.no:
            return Lack(need, "no way out")
        if (private.no and egress.yes) or self._network_is_at_fault(cluster):
            return None
        if egress.unknown or private.unknown:
            return egress if egress.unknown else private
        return Lack(need, "incomplete set" if self._set_is_meant(cluster) else "detour")

    def _network_is_at_fault(self, cluster: Cluster) -> bool:
        """Whether profile subnets are public (FGL120) or their NAT gateway has no way out (FGL121): one cause, told
        there, and until it is mended nobody can tell what has to go through endpoints."""
        for profile in cluster.profiles:
            subnets = cluster.subnets if profile.uses_cluster_subnets else profile.subnets
            public = [subnet for subnet in subnets if subnet.reaches_internet_gateway.yes]
            if public and (not profile.uses_cluster_subnets or len(public) == len(subnets)):
                return True
        return any(gateway.has_way_out.no for gateway, _ in nat_gateways_of(self.vpc.network, cluster.profile_subnets))

    def _set_is_meant(self, cluster: Cluster) -> bool:
        """Whether at least one needed endpoint is declared."""
        return any(self.vpc.endpoints.of(need.suffix) for need in self._all_needs.of(cluster))
