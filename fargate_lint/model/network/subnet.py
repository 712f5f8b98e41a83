"""A subnet, declared here or named only, with its VPC, zone, tags and the way traffic leaves it."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Note, Span
from fargate_lint.model.network.cidr import read_block
from fargate_lint.model.network.subnet_tags import ClusterTags, Named, RoleTag, cluster_tags, role_tag
from fargate_lint.model.network.zone import Zone, left_out, read_zone
from fargate_lint.model.thing.doubt import reason_of, undecided_by
from fargate_lint.model.thing.place import of_reference
from fargate_lint.model.thing.resource_id import ResourceId, same_thing
from fargate_lint.model.thing.tags import Tags
from fargate_lint.model.thing.view import View
from fargate_lint.model.thing.walk import elements
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, YES, Answer, undecided
from fargate_lint.values.value import Value, string

if TYPE_CHECKING:
    from fargate_lint.facts.ids import KnownId
    from fargate_lint.facts.zones import ZoneFact
    from fargate_lint.model.network.network import Network
    from fargate_lint.model.network.route import RouteTable
    from fargate_lint.model.network.vpc import Vpc


class Subnet(View):
    """One subnet. Of one that this configuration does not declare most answers are unknown."""

    def __init__(self, network: Network, thing: ResourceId, instance: Instance | None) -> None:
        super().__init__(network.resources, thing, instance)
        self.network = network

    @property
    def number_doubt(self) -> Answer:
        """Unknown, as is how many subnets it stands for."""
        reason = f"how many subnets {self.address} stands for is not known"
        repeated = self.instance.declaration.repetition if self.instance is not None else None
        if repeated is None or not repeated.is_unknown:
            return undecided(reason, code="count")
        return undecided_by(repeated).because(f"{reason}: {reason_of(repeated)}")

    @cached_property
    def vpc_value(self) -> Value | None:
        """The value that names its VPC; for a data source the one it filters by."""
        if self.instance is not None:
            return self.instance.get("vpc_id")
        if self.stated is not None and self.stated.vpc is not None:
            return string(self.stated.vpc)
        return self.network.vpc_value_of_data(self.thing)

    @property
    def stated(self) -> KnownId | None:
        """What the configuration says of it under [ids]; None for a subnet that is no literal id."""
        return self.resources.facts.ids.get(self.thing.name) if self.thing.kind == "literal" else None

    @cached_property
    def vpc(self) -> Vpc | None:
        """Its VPC, None where nothing says which."""
        return self.network.vpc(self.vpc_value) if self.vpc_value is not None else None

    @cached_property
    def zone(self) -> Zone:
        """Its zone; nameless where the configuration leaves it to AWS."""
        source = self.instance or self.network.data_subnet(self.thing)
        if source is None and self.stated is not None and (self.stated.zone or self.stated.zone_id):
            return Zone(self.stated.zone, self.stated.zone_id)
        if source is None:
            reason = f"the zone of {self.thing} is not declared here"
            return Zone(nowhere=undecided(reason, code="undeclared", waits_for=self.network.waits_for(self.thing)))
        return read_zone(
            source.content.written("availability_zone"),
            source.content.written("availability_zone_id"),
            self.resources.identities,
        )

    def zone_doubt(self, refused: Callable[[str], Iterable[ZoneFact]]) -> Answer:
        """Whether its zone, which nothing names, may be one that a table refuses; ``refused`` gives that table's rows
        for a region. No where AWS gives it one of the region's zones and all that may be are fit."""
        value = self.zone.value
        from_aws = value is None or (value.ref is not None and value.ref.kind == "data")
        if self.instance is None or not from_aws:
            return self.zone.doubt
        region = self.resources.region_of(self.instance)
        if region is None:
            reason = f"{self.zone.doubt.reason}, and no provider says which region: pass --region NAME"
            return undecided(reason, self.zone.place, "region")
        without = left_out(value, self.resources.instances)
        there = [row for row in refused(region) if row.zone not in without]
        if not there:
            return NO
        choice = f"{region} has {there[0].zone}: leave it out (exclude_zone_ids), or write the zones"
        return self.zone.doubt.because(f"{self.zone.doubt.reason}, and {choice}")

    @cached_property
    def cidr(self) -> Value | None:
        """The IPv4 block as a value (maybe unknown, always with its reference); None for a subnet not declared here."""
        return self.instance.get("cidr_block") if self.instance is not None else None

    @cached_property
    def block(self) -> ipaddress.IPv4Network | None:
        """The IPv4 block, if it is known."""
        return read_block(self.cidr)

    @cached_property
    def tags(self) -> Tags:
        """Its tags, aws_ec2_tag included."""
        return self.network.tags_of(self.instance, self.thing)

    def role_tag(self, key: str) -> RoleTag:
        """How it carries a role tag ("kubernetes.io/role/elb"): right, missing, misspelt or with a wrong value."""
        return role_tag(self.tags, key, self.tags_place, self.resources.files)

    def cluster_tags(self, cluster: Named) -> ClusterTags:
        """Whether it is tagged for this cluster, or for others only."""
        return cluster_tags(self.tags, cluster)

    def is_tagged_for_another(self, cluster: Named) -> bool:
        """Whether it surely is tagged for other clusters, and not for this one."""
        tags = self.cluster_tags(cluster)
        return bool(tags.other) and tags.own.no

    @property
    def tags_place(self) -> Span | None:
        """Where a person would add a tag."""
        return self.resources.tags_place(self.instance) if self.instance is not None else None

    @cached_property
    def table(self) -> RouteTable:
        """Its route table: the associated one, else the VPC's main one. ``RouteTable.doubt`` says so where that is
        unknown."""
        return self.network.table_of(self)

    @property
    def reaches_internet_gateway(self) -> Answer:
        """Whether a route leads directly to an internet gateway: then AWS calls it public."""
        return self.table.to_internet_gateway

    @property
    def egress(self) -> Answer:
        """Whether a default route leads out by NAT, transit gateway, VPN or the like (not by an internet gateway)."""
        return self.table.egress

    def is_in(self, vpc: Vpc) -> Answer:
        """Whether it is in this VPC."""
        own = self.resources.thing(self.vpc_value)
        if own is None:
            reason = f"the VPC of {self.address} is not known"
            if self.vpc_value is None:
                return self.network.undeclared(reason, self.thing)
            why = f"{reason}: {reason_of(self.vpc_value)}"
            return undecided_by(self.vpc_value).because(why, self.network.place_of(self.thing))
        return same_thing(own, vpc.thing)

    @property
    def cidr_doubt(self) -> Answer:
        """Unknown, as its address range is."""
        if self.cidr is None:
            return undecided(
                f"the range of {self.thing} is not declared here", code="undeclared", waits_for=self.thing.waits_for
            )
        return undecided_by(self.cidr, self.cidr_place)

    @property
    def cidr_place(self) -> Span | None:
        """Where its address range is written."""
        return self.resources.place(self.instance, "cidr_block") if self.instance is not None else None

    @property
    def notes(self) -> tuple[Note, ...]:
        """The place of the subnet, as evidence."""
        span = self.span
        return (Note(f"subnet {self.address}", span),) if span is not None else ()


@dataclass(frozen=True, slots=True)
class SubnetList:
    """The subnets that an argument lists. ``incomplete`` is no when these are all, else why there may be others (or
    which element cannot be told)."""

    items: tuple[Subnet, ...] = ()
    incomplete: Answer = NO
    value: Value | None = None
    span: Span | None = None

    def __iter__(self) -> Iterator[Subnet]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def complete(self) -> bool:
        return self.incomplete.no

    @property
    def more_place(self) -> Span | None:
        """Where a person would add another: the for_each of the one block that makes them all, else the argument."""
        blocks = {id(s.instance.declaration): s.instance.declaration for s in self.items if s.instance is not None}
        if len(blocks) == 1 and all(s.instance is not None and isinstance(s.instance.key, str) for s in self.items):
            repetition = next(iter(blocks.values())).repetition
            return repetition.place or self.span if repetition is not None else self.span
        return self.span

    @property
    def zone_count(self) -> Answer:
        """Whether they are in two zones or more. Zones that are not named are told apart only within one list."""
        keys = {subnet.zone.key for subnet in self.items if subnet.zone.key}
        named = {key for subnet in self.items if (key := subnet.zone.text)}
        families = {s.zone.family for s in self.items if s.zone.thing is not None}
        if len(named) > 1 or (not named and len(families) == 1 and None not in families and len(keys) > 1):
            return YES
        if self.incomplete.unknown:
            return self.incomplete
        loose = next((s for s in self.items if s.count_unknown or (s.zone.key is None)), None)
        if loose is not None and (len(self.items) > 1 or loose.count_unknown):
            doubt = loose.number_doubt if loose.count_unknown else loose.zone.doubt
            return doubt.at(loose.span)
        if len(keys) > 1:
            return undecided("which of the zones are the same is known to AWS only", self.span, code="cloud")
        return NO

    @property
    def distinct_zones(self) -> Answer:
        """Whether each is in a zone of its own; asked where no two are known to share one."""
        loose = next((s for s in self.items if s.zone.key is None or s.count_unknown), None)
        if loose is not None:
            return loose.zone.doubt.at(loose.zone.place or self.span)
        families = {s.zone.family for s in self.items if s.zone.thing is not None}
        mixed = len(families) > 1 or (None in families and len(self.items) > 1)
        if mixed or (families and any(s.zone.text for s in self.items)):
            return undecided("which of the zones are the same is known to AWS only", self.span, code="cloud")
        return self.incomplete if self.incomplete.unknown else YES

    def by_zone(self) -> tuple[tuple[Zone, tuple[Subnet, ...]], ...]:
        """The subnets of each zone; those whose zone nothing names come one by one."""
        groups: dict[object, list[Subnet]] = {}
        for subnet in self.items:
            groups.setdefault(subnet.zone.key or subnet.thing, []).append(subnet)
        return tuple((members[0].zone, tuple(members)) for members in groups.values())


EMPTY_ID = "an empty text stands where an id belongs"


def read_subnets(network: Network, value: Value | None, span: Span | None) -> SubnetList:
    """The subnets named by a list of ids."""
    if value is None or value.is_null:
        return SubnetList(span=span)
    found, rest = elements(value)
    incomplete = undecided_by(rest) if rest is not None else NO
    items: dict[ResourceId, Subnet] = {}
    loose = False
    for element in found:
        subnet = network.subnet(element)
        if subnet is not None:
            items.setdefault(subnet.thing, subnet)
        elif not element.is_null:
            loose = True
            place = element.place or value.place
            incomplete = undecided(EMPTY_ID, place) if element.text == "" else undecided_by(element, place)
    if rest is not None and not found:
        subnet = network.subnet(rest)
        if subnet is not None:
            items.setdefault(subnet.thing, subnet)
    if rest is not None and items and all(subnet.is_declared for subnet in items.values()) and not loose:
        # The subnet's own id, or all instances of a block whose number is not known: nothing else is meant.
        incomplete = NO
    return SubnetList(tuple(items.values()), incomplete, value, of_reference(value) or span)
