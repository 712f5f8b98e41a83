"""VPC endpoints: which service, which type, where, and whether pods can use them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Fix, Span
from fargate_lint.facts.regions import ServiceName
from fargate_lint.model.network.subnet import SubnetList
from fargate_lint.model.thing import edits
from fargate_lint.model.thing.attribute import Attribute
from fargate_lint.model.thing.doubt import reason_of, undecided_by
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.model.thing.view import ResourceView
from fargate_lint.model.thing.walk import text_of
from fargate_lint.spelling import misspelt
from fargate_lint.terraform.address import resource_type
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, Answer, no, undecided, yes
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.network.network import Network
    from fargate_lint.model.network.security_group import SecurityGroup
    from fargate_lint.model.network.vpc import Vpc


@dataclass(frozen=True, slots=True)
class ThingList:
    """Things that an argument and its association resources name. ``incomplete`` is no when these are all."""

    items: tuple[ResourceId, ...] = ()
    incomplete: Answer = NO
    span: Span | None = None


def _with_holes(value: Value | None) -> str:
    """A text with the unknown pieces as NUL; "" where nothing of it is known."""
    if value is None:
        return ""
    if value.text is not None or value.unknown is None:
        return value.text or ""
    return "".join(part if isinstance(part, str) else "\x00" for part in value.unknown.parts or ())


SHORTEST_GUESSED = 6
"""Letters: shorter names of services are near to each other (sns, sqs, ssm)."""


class Endpoint(ResourceView):
    """One ``aws_vpc_endpoint``."""

    def __init__(self, network: Network, instance: Instance) -> None:
        super().__init__(network.resources, instance)
        self.network = network

    @cached_property
    def service_name(self) -> Attribute:
        return self.resources.attribute(self.instance, "service_name")

    @cached_property
    def _name(self) -> ServiceName | None:
        """The parts of its service name; None where they are not known, or not AWS's own."""
        return self.resources.facts.regions.split(_with_holes(self.service_name.value))

    @cached_property
    def _odd_region(self) -> bool:
        """Whether a known service's name stands behind something that is no region: which service it is stays open."""
        name = self._name
        return (
            name is not None and name.region is None and self.resources.facts.endpoints.ends_like_service(name.suffix)
        )

    @cached_property
    def service(self) -> str | None:
        """The service without prefix and region ("sts", "ecr.api"), also when the region is not known. None if
        unknown."""
        if self._name is None or self._odd_region:
            return None
        return self.meant_service or self._name.suffix

    @cached_property
    def meant_service(self) -> str | None:
        """The known service that a misspelt one is meant for ("ecr.drk"); None for any other."""
        name, table = self._name, self.resources.facts.endpoints
        if name is None or table.service(name.suffix) is not None or len(name.suffix) < SHORTEST_GUESSED:
            return None
        return misspelt(name.suffix, [row.suffix for row in table.services if len(row.suffix) >= SHORTEST_GUESSED])

    @property
    def written_service(self) -> str | None:
        """The service as its name has it."""
        return self._name.suffix if self._name is not None else None

    @cached_property
    def service_doubt(self) -> Answer:
        """Why the service is not known; no if it is, or if it surely is none of AWS's own."""
        value = self.service_name.value
        if self.service is not None or value is None:
            return NO
        if self._odd_region:
            reason = f'the service name of {self.address} has no region that is known: "{value.text}"'
            return undecided(reason, value.place)
        if value.is_known or text_of(value).startswith(("com.amazonaws.vpce.", "aws.")):
            return NO
        return undecided_by(value).because(f"the service of {self.address} is not known: {reason_of(value)}")

    @cached_property
    def service_region(self) -> str | None:
        """The region that the service name says."""
        return self._name.region if self._name is not None else None

    @property
    def region(self) -> str | None:
        """The region that it is made in, None where nothing says."""
        return self.resources.region_of(self.instance)

    @property
    def is_cross_region(self) -> bool:
        """Whether it is meant for a service of another region (service_region)."""
        return self.instance.written("service_region") is not None

    @cached_property
    def type(self) -> Attribute:
        """``vpc_endpoint_type``; the provider's default is Gateway."""
        return self.resources.attribute(self.instance, "vpc_endpoint_type")

    @property
    def gateway_fix(self) -> Fix | None:
        """The edit that makes it a gateway endpoint, where its module makes interface ones by default."""
        if self.type.by_module is None:
            return None
        return edits.inside(self.resources.files, self.type.place, "service_type", "Gateway")

    @property
    def is_interface(self) -> Answer:
        return self.type.equals("Interface")

    @property
    def is_gateway(self) -> Answer:
        return self.type.equals("Gateway")

    @cached_property
    def private_dns(self) -> Attribute:
        """``private_dns_enabled``; the provider's default is off. See ``has_private_dns``."""
        return self.resources.attribute(self.instance, "private_dns_enabled")

    @cached_property
    def has_private_dns(self) -> Answer:
        """Whether the service's own name leads to it: by argument, or by aws_vpc_endpoint_private_dns."""
        apart = self.network.private_dns_apart(self)
        return apart if not apart.no else self.private_dns.is_true

    @cached_property
    def vpc_value(self) -> Value:
        return self.instance.get("vpc_id")

    @property
    def vpc(self) -> Vpc | None:
        return self.network.vpc(self.vpc_value)

    @cached_property
    def subnets(self) -> SubnetList:
        """Its subnets: argument, subnet_configuration blocks and association resources."""
        return self.network.subnets_of_endpoint(self)

    @property
    def zones_follow_service(self) -> bool:
        """Whether its subnets are chosen by the zones that AWS names for the service, so that none can be wrong."""
        return resource_type(self.subnets.incomplete.waits_for) == "aws_vpc_endpoint_service"

    @cached_property
    def route_tables(self) -> ThingList:
        """Its route tables (gateway endpoints): argument and association resources."""
        return self.network.route_tables_of_endpoint(self)

    @cached_property
    def security_groups(self) -> tuple[tuple[SecurityGroup, ...], Answer]:
        """Its security groups, and whether there may be others. None given means the VPC's default group, which then is
        the only one (``uses_default_group``)."""
        return self.network.groups_of_endpoint(self)

    @cached_property
    def uses_default_group(self) -> Answer:
        """Whether no security group is given."""
        groups, incomplete = self.security_groups
        if groups and not all(group.is_default for group in groups):
            return no()
        if incomplete.unknown:
            return incomplete
        return yes("", self.security_groups_place) if self.network.given_groups(self) == 0 else no()

    @property
    def security_groups_place(self) -> Span | None:
        return self.resources.place(self.instance, "security_group_ids")

    def __repr__(self) -> str:
        return f"<Endpoint {self.address} {self.service}>"


@dataclass(frozen=True, slots=True)
class EndpointList:
    """The endpoints of one VPC. ``possible`` are those that may be in it (unknown VPC); ``incomplete`` is no when
    nothing else can be there unseen."""

    items: tuple[Endpoint, ...]
    possible: tuple[Endpoint, ...]
    incomplete: Answer

    def __iter__(self) -> Iterator[Endpoint]:
        return iter(self.items)

    def of(self, service: str) -> tuple[Endpoint, ...]:
        """Those of a service."""
        return tuple(endpoint for endpoint in self.items if endpoint.service == service)

    def by_service(self) -> tuple[tuple[str, tuple[Endpoint, ...]], ...]:
        """The endpoints of each service whose name is known."""
        services = dict.fromkeys(endpoint.service for endpoint in self.items if endpoint.service is not None)
        return tuple((service, self.of(service)) for service in services)

    def has(self, service: str) -> Answer:
        """Whether an endpoint of the service is there. No only if none can be unseen."""
        doubt: Answer | None = None
        for endpoint in self.of(service):
            if not endpoint.may_be_absent:
                return yes(endpoint.address, endpoint.span)
            doubt = endpoint.present
        for endpoint in self.possible:
            if endpoint.service in (service, None) and doubt is None:
                doubt = undecided_by(endpoint.vpc_value, endpoint.span).because(
                    f"the VPC of {endpoint.address} is not known: {reason_of(endpoint.vpc_value)}"
                )
        for endpoint in self.items:
            if endpoint.service_doubt.unknown and doubt is None:
                doubt = endpoint.service_doubt
        if doubt is not None:
            return doubt
        return self.incomplete if self.incomplete.unknown else no()
