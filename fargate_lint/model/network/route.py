"""Route tables, their routes, and what these lead to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.model.thing.doubt import reason_of, undecided_by
from fargate_lint.model.thing.place import of_value
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.model.thing.view import presence
from fargate_lint.terraform.instance import Content, Instance
from fargate_lint.values.answer import NO, Answer, any_of, no, undecided, yes
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.thing.resources import Resources

TARGETS = {
    "nat_gateway_id": "nat",
    "transit_gateway_id": "transit",
    "vpc_peering_connection_id": "peering",
    "network_interface_id": "instance",
    "instance_id": "instance",
    "vpc_endpoint_id": "firewall",
    "egress_only_gateway_id": "egress-only",
    "carrier_gateway_id": "carrier",
    "local_gateway_id": "local-gateway",
    "core_network_arn": "core",
    "gateway_id": "gateway",
}
"""The argument of a route that names its target, and what kind of target that is."""

OUTWARD = frozenset({"nat", "transit", "peering", "instance", "firewall", "core", "vpn", "local-gateway", "carrier"})
"""Targets of a default route that count as egress: an internet gateway is not among them (FGL120)."""

EVERYWHERE = frozenset({"0.0.0.0/0", "0.0.0.0/1"})
"""Destinations that count as the IPv4 default route; half of it stands for the pair that some write."""


@dataclass(frozen=True, slots=True)
class Route:
    """One route. ``target`` is one of the words of TARGETS, or "internet", "vpn", "local", "unknown", "none"."""

    instance: Instance
    content: Content
    destination: Value | None
    target: str
    to: Value | None

    @property
    def is_default(self) -> Answer:
        """Whether it is for all IPv4 addresses."""
        if self.destination is None:
            return NO
        if self.destination.is_unknown:
            return undecided_by(self.destination)
        return yes() if self.destination.text in EVERYWHERE else NO

    @property
    def place(self) -> Span | None:
        """Where its target is written."""
        for name in TARGETS:
            written = self.content.written(name)
            if written is not None and not written.is_null and written.text != "":
                return of_value(written, self.content.span)
        return self.content.span

    def has_target(self, wanted: frozenset[str]) -> Answer:
        """Whether its target is of one of these kinds."""
        if self.target in wanted:
            present = presence(self.instance, self.place)
            return present if present.unknown else yes(self.instance.address, self.place)
        if self.target == "unknown":
            if self.to is None:
                return undecided("its target is not known", self.place)
            return undecided_by(self.to).because(reason_of(self.to), self.place)
        return NO


class RouteTable:
    """One route table. ``instance`` is its resource: None for a main table that nothing declares, and for one made
    elsewhere. ``doubt`` is no when its routes are all known, else why there may be others. ``public``: somebody states
    whether a route leads to an internet gateway."""

    def __init__(
        self,
        thing: ResourceId | None,
        instance: Instance | None,
        routes: tuple[Route, ...],
        doubt: Answer,
        is_main: bool = False,
        public: bool | None = None,
    ) -> None:
        self.thing = thing
        self.instance = instance
        self.routes = routes
        self.doubt = doubt
        self.is_main = is_main
        self._public = public

    @property
    def address(self) -> str:
        return self.instance.address if self.instance is not None else str(self.thing or "an unknown route table")

    @property
    def span(self) -> Span | None:
        return self.instance.span if self.instance is not None else None

    @cached_property
    def default_routes(self) -> tuple[Route, ...]:
        """The routes that are, or may be, the IPv4 default route."""
        return tuple(route for route in self.routes if not route.is_default.no)

    @cached_property
    def egress(self) -> Answer:
        """Whether a default route leads out otherwise than by an internet gateway."""
        answer = any_of(_both(route.is_default, route.has_target(OUTWARD)) for route in self.routes)
        if answer.yes or answer.unknown:
            return answer
        return self.doubt if self.doubt.unknown else no("no default route", self.span)

    @cached_property
    def to_internet_gateway(self) -> Answer:
        """Whether any route leads to an internet gateway."""
        if self._public is not None:
            return yes() if self._public else NO
        answer = any_of(route.has_target(frozenset({"internet"})) for route in self.routes)
        return answer if not answer.no else (self.doubt if self.doubt.unknown else NO)

    @cached_property
    def internet_route(self) -> Route | None:
        """The route to an internet gateway, for evidence."""
        return next((route for route in self.routes if route.target == "internet"), None)


def _both(first: Answer, second: Answer) -> Answer:
    if first.no or second.no:
        return NO
    return first if first.unknown else second


def read_route(resources: Resources, instance: Instance, content: Content, inline: bool) -> Route:
    """A route from ``aws_route`` or from a ``route`` block of a table."""
    destination = content.written("cidr_block" if inline else "destination_cidr_block")
    if destination is not None and (destination.is_null or destination.text == ""):
        destination = None
    for name, kind in TARGETS.items():
        value = content.written(name)
        if value is None or value.is_null or value.text == "":
            continue
        if kind != "gateway":
            return Route(instance, content, destination, _given(value, kind), value)
        return Route(instance, content, destination, _gateway(resources, value), value)
    return Route(instance, content, destination, "none", None)


def _given(value: Value, kind: str) -> str:
    """A target that is conditional on something unknown may be null: then it is no target."""
    why = value.unknown
    if why is not None and value.ref is None and why.code == "derived" and not why.not_null and not why.parts:
        return "unknown"
    return kind


def _gateway(resources: Resources, value: Value) -> str:
    text = value.text or ""
    if text == "local":
        return "local"
    if text.startswith("igw-"):
        return "internet"
    for prefix, kind in (("vgw-", "vpn"), ("nat-", "nat"), ("tgw-", "transit")):
        if text.startswith(prefix):
            return kind
    thing = resources.thing(value)
    if thing is None:
        return "unknown"
    instance = resources.instances.get(thing.name) if thing.kind in ("managed", "data") else None
    if instance is not None:
        return {
            "aws_internet_gateway": "internet",
            "aws_vpn_gateway": "vpn",
            "aws_vpc_endpoint": "firewall",
            # Not what the provider asks for, but EC2 takes it and people write it.
            "aws_nat_gateway": "nat",
            "aws_ec2_transit_gateway": "transit",
        }.get(instance.type, "unknown")
    return "unknown"
