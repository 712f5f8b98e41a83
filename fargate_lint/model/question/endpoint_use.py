"""Is an endpoint that is there of any use to the Fargate pods of its VPC? One answer a question; rules ask one each.

Of one endpoint only the first fault is reported, in this order: type, region, private DNS, route tables, security
group."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from functools import cached_property

from fargate_lint.diagnostic import Span
from fargate_lint.facts.endpoints import Service
from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.clusters import Clusters
from fargate_lint.model.identity.iam import matches_bucket, read_document
from fargate_lint.model.network.endpoint import Endpoint
from fargate_lint.model.network.network_acl import admits_443
from fargate_lint.model.network.security_group import Pods
from fargate_lint.model.network.subnet import Subnet, SubnetList
from fargate_lint.model.network.vpc import Vpc
from fargate_lint.model.question.callers import Callers
from fargate_lint.model.question.need import Needs
from fargate_lint.model.thing.attribute import Attribute
from fargate_lint.values.answer import NO, YES, Answer, all_of, any_of, no, undecided, yes


class EndpointQuestion(enum.IntEnum):
    """The questions about an endpoint that is there, in the order in which a fault is reported: the first one only."""

    TYPE = 1
    REGION = 2
    DNS = 3
    ROUTE_TABLES = 4
    SECURITY_GROUP = 5


class EndpointUse:
    """An endpoint of a service that the clusters of its VPC need."""

    def __init__(self, vpc: Vpc, endpoint: Endpoint, service: Service, clusters: tuple[Cluster, ...]) -> None:
        self.vpc = vpc
        self.endpoint = endpoint
        self.service = service
        self.clusters = clusters

    @property
    def address(self) -> str:
        return self.endpoint.address

    @cached_property
    def has_egress(self) -> Answer:
        """Whether all the clusters' pods reach the internet without it."""
        return all_of(cluster.has_egress for cluster in self.clusters)

    @cached_property
    def right_type(self) -> Answer:
        """Whether its type is one in which the service works here."""
        if self.service.interface_only:
            return self.endpoint.is_interface
        if self.endpoint.is_gateway.yes:
            return YES
        gateways = [other for other in self.vpc.endpoints.of(self.service.suffix) if other is not self.endpoint]
        found = any_of(other.is_gateway for other in gateways)
        if found.no and self.vpc.endpoints.incomplete.unknown:
            return self.vpc.endpoints.incomplete
        return any_of((self.endpoint.is_gateway, found))

    @cached_property
    def right_region(self) -> Answer:
        """Whether its service name is of the region that its provider is in."""
        named = self.endpoint.service_region
        region = self.endpoint.region
        if named is None or region is None or self.endpoint.instance.written("service_region") is not None:
            return YES
        return yes() if named == region else no()

    @cached_property
    def resolves(self) -> Answer:
        """Whether pods come to it by the service's own name. A gateway endpoint needs no DNS."""
        return YES if self.endpoint.is_gateway.yes else self.endpoint.has_private_dns

    @cached_property
    def subnets(self) -> tuple[Subnet, ...]:
        """The Fargate subnets of this VPC that have to reach it; those with an internet gateway are FGL120's."""
        return tuple(
            {
                subnet.thing: subnet
                for cluster in self.clusters
                for subnet in cluster.profile_subnets
                if not subnet.reaches_internet_gateway.yes and (subnet.vpc is self.vpc or subnet.vpc is None)
            }.values()
        )

    def subnet_routes(self) -> Iterator[tuple[Subnet, Answer]]:
        """For a gateway endpoint: each Fargate subnet with whether its route table has the endpoint."""
        tables = self.endpoint.route_tables
        for subnet in self.subnets:
            table = subnet.table
            if table.thing is None:
                yield subnet, table.doubt if table.doubt.unknown else undecided("its route table is not known")
            elif table.thing in tables.items:
                yield subnet, YES
            elif tables.incomplete.unknown:
                yield subnet, tables.incomplete
            else:
                yield subnet, no("", table.span)

    @cached_property
    def is_on_route_tables(self) -> Answer:
        """For a gateway endpoint: whether the route tables of all Fargate subnets have it."""
        if not self.endpoint.is_gateway.yes:
            return YES
        answer = all_of(answer for _, answer in self.subnet_routes())
        incomplete = next(
            (c.profile_subnets.incomplete for c in self.clusters if c.profile_subnets.incomplete.unknown), NO
        )
        return incomplete if answer.yes and incomplete.unknown else answer

    @cached_property
    def pods_in_several_zones(self) -> Answer:
        """Whether the Fargate pods of this VPC run in two zones or more."""
        return SubnetList(self.subnets).zone_count

    @property
    def same_service_endpoints(self) -> tuple[EndpointUse, ...]:
        """The other endpoints of the same service in the VPC."""
        others = [other for other in self.vpc.endpoints.of(self.service.suffix) if other is not self.endpoint]
        return tuple(EndpointUse(self.vpc, other, self.service, self.clusters) for other in others)

    @property
    def pods(self) -> Pods:
        return Pods(self.subnets, tuple(cluster.primary_group for cluster in self.clusters))

    @cached_property
    def security_groups_allow(self) -> Answer:
        """Whether its security groups let the pods in on TCP 443."""
        if not self.endpoint.is_interface.yes:
            return YES
        groups, incomplete = self.endpoint.security_groups
        answer = any_of(group.admits(self.pods) for group in groups)
        return incomplete if answer.no and incomplete.unknown else answer

    @property
    def place_to_allow(self) -> Span | None:
        """Where a person would let the pods in: the rule that nearly does, else where the endpoint gets its groups."""
        groups, _ = self.endpoint.security_groups
        place = groups[0].near_miss(self.pods) if len(groups) == 1 else None
        return place if place is not None and place.is_file else self.endpoint.security_groups_place

    @cached_property
    def network_acls_allow(self) -> Answer:
        """Whether the network ACLs of its subnets let the pods in on TCP 443."""
        network = self.endpoint.network
        return all_of(admits_443(network, subnet, self.subnets) for subnet in self.endpoint.subnets)

    @cached_property
    def policy(self) -> Attribute | None:
        """Its policy, None where none is written (AWS's default allows everything)."""
        attribute = self.endpoint.resources.attribute(self.endpoint.instance, "policy")
        return None if attribute.is_absent else attribute

    @cached_property
    def admits_pulls(self) -> Answer | None:
        """Whether its policy lets image layers (s3) or images of EKS's account (ecr) through; the evidence of a no is
        the account. None for other services."""
        document = read_document(self.policy.value, self.policy.place) if self.policy is not None else None
        if document is None or self.service.suffix not in ("s3", "ecr.api", "ecr.dkr"):
            return None
        registries = self.endpoint.resources.facts.registries
        if self.service.suffix == "s3":
            bucket = registries.addons.layer_bucket
            return document.grants("s3:GetObject", lambda text: matches_bucket(text, bucket))
        region = self.endpoint.service_region or self.endpoint.region
        account = registries.addon_account(region) if region is not None else registries.addons.account
        if account is None:
            reason = f"from which account {region} pulls the images of EKS's add-ons is not known"
            return undecided(reason, code="cloud")
        owner = f":{account}:repository/"
        answer = document.grants("ecr:BatchGetImage", lambda text: owner in text.replace(":*:", f":{account}:"))
        if answer.no and region is None:
            reason = "no provider says which region this is in: pass --region NAME"
            return undecided(reason, code="region", waits_for="provider.aws.region")
        return no("", answer.span, account) if answer.no else answer

    def answer(self, question: EndpointQuestion) -> Answer:
        """The answer to one of the questions of which only the first fault is reported."""
        match question:
            case EndpointQuestion.TYPE:
                return self.right_type
            case EndpointQuestion.REGION:
                return self.right_region
            case EndpointQuestion.DNS:
                return self.resolves
            case EndpointQuestion.ROUTE_TABLES:
                return self.is_on_route_tables
            case EndpointQuestion.SECURITY_GROUP:
                return self.security_groups_allow

    def earlier_fault(self, question: EndpointQuestion) -> bool:
        """Whether an earlier question about this endpoint is surely answered with no."""
        return any(self.answer(earlier).no for earlier in EndpointQuestion if earlier < question)


class Endpoints:
    """The endpoints in the VPCs of clusters with Fargate profiles, beside what the pods there need."""

    def __init__(self, clusters: Clusters, callers: Callers) -> None:
        self._clusters = clusters
        self.needs = Needs(clusters, callers)

    def __iter__(self) -> Iterator[Endpoint]:
        for vpc in self._clusters.vpcs:
            yield from vpc.endpoints

    @cached_property
    def uses(self) -> tuple[EndpointUse, ...]:
        """Every endpoint of a needed service in those VPCs, with whether it is of use to the pods."""
        return tuple(self._uses())

    def _uses(self) -> Iterator[EndpointUse]:
        for vpc in self._clusters.vpcs:
            clusters = self._clusters.in_vpc(vpc)
            needed = {need.suffix: need.service for cluster in clusters for need in self.needs.of(cluster)}
            for endpoint in vpc.endpoints:
                if endpoint.service in needed:
                    yield EndpointUse(vpc, endpoint, needed[endpoint.service], clusters)

    def are_meant(self, vpc: Vpc) -> bool:
        """Whether an endpoint that the pods of a VPC need is declared there: somebody is building a private set-up."""
        return any(need.present.yes for need in self.needs.in_vpc(vpc))
