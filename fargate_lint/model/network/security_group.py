"""Security groups: does a group admit a port from pods in these subnets, which carry these groups? Three answers."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.model.network.subnet import Subnet, read_block
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.place import of_choice
from fargate_lint.model.thing.resource_id import ResourceId, same_thing
from fargate_lint.model.thing.walk import elements
from fargate_lint.terraform.instance import Content, Instance
from fargate_lint.values.answer import NO, Answer, all_of, any_of, flag, no, undecided, yes
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.thing.world import World

ALL_PROTOCOLS = frozenset({"-1", "all"})
TCP = frozenset({"tcp", "6"}) | ALL_PROTOCOLS


@dataclass(frozen=True, slots=True)
class Pods:
    """Where pods are and what groups they carry: the sources that a group has to admit."""

    subnets: tuple[Subnet, ...]
    groups: tuple[ResourceId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingress:
    """One ingress rule. Sources are values, so that references count as well as known CIDRs."""

    instance: Instance
    ports: Answer  # whether it covers the port asked for; made by ``covers``
    cidrs: tuple[Value, ...]
    groups: tuple[Value, ...]
    lists: tuple[Value, ...]
    own: Answer
    hidden: Answer
    span: Span | None
    port_place: Span | None = None

    @property
    def source_place(self) -> Span | None:
        """Where its first source is written."""
        values = (*self.cidrs, *self.groups, *self.lists)
        return next((place for value in values if (place := of_choice(value)) is not None), None)

    @property
    def may_be_absent(self) -> Answer:
        if self.instance.may_be_absent:
            return undecided(
                f"{self.instance.address} may have no instance: its count or for_each is not known",
                self.span,
                code="count",
            )
        return NO


class SecurityGroup:
    """One security group. ``instance`` is None for a group not declared here; ``is_default`` marks a VPC's default
    group, which without a declaration admits itself only."""

    def __init__(
        self,
        world: World,
        thing: ResourceId,
        instance: Instance | None,
        rules: tuple[Ingress, ...],
        hidden: Answer,
        is_default: bool,
    ) -> None:
        self.world = world
        self.thing = thing
        self.instance = instance
        self.rules = rules
        self.hidden = hidden
        self.is_default = is_default

    @property
    def address(self) -> str:
        return self.instance.address if self.instance is not None else str(self.thing)

    @property
    def span(self) -> Span | None:
        return self.instance.span if self.instance is not None else None

    def admits(self, pods: Pods) -> Answer:
        """Whether its rules let in TCP 443 from all these pods."""
        if self.thing in pods.groups and self.thing.part.endswith("cluster_security_group_id"):
            return yes("EKS lets the cluster's primary security group reach itself")
        if not pods.subnets:
            answer = any_of(self._rule_admits(rule, None, pods.groups) for rule in self.rules)
        else:
            answer = all_of(
                any_of(self._rule_admits(rule, subnet, pods.groups) for rule in self.rules) for subnet in pods.subnets
            )
        if answer.no and self.hidden.unknown:
            return self.hidden
        return answer

    def near_miss(self, pods: Pods) -> Span | None:
        """The place of what is wrong in the one rule that nearly lets the pods in: its source, or its port. None where
        several rules, or none, come near."""
        of_port = [rule.source_place for rule in self.rules if rule.ports.yes]
        of_source = [
            rule.port_place
            for rule in self.rules
            if rule.ports.no and all(any_of(self._sources(rule, s, pods.groups)).yes for s in pods.subnets)
        ]
        for places in (of_port, of_source):
            if len(places) == 1:
                return places[0]
        return None

    def _rule_admits(self, rule: Ingress, subnet: Subnet | None, groups: tuple[ResourceId, ...]) -> Answer:
        if rule.ports.no:
            return NO
        sources = any_of(self._sources(rule, subnet, groups))
        if sources.no:
            return NO
        for doubt in (sources, rule.ports, rule.may_be_absent):
            if doubt.unknown:
                return doubt
        return yes("", rule.span)

    def _sources(self, rule: Ingress, subnet: Subnet | None, groups: tuple[ResourceId, ...]) -> Iterable[Answer]:
        for value in rule.cidrs:
            yield covers(self.world, value, subnet)
        for value in rule.groups:
            thing = self.world.thing(value)
            if thing is None:
                yield undecided_by(value)
            else:
                yield any_of(same_thing(thing, group) for group in groups)
        if rule.own.yes:
            yield any_of(same_thing(self.thing, group) for group in groups)
        elif rule.own.unknown:
            yield rule.own
        for value in rule.lists:
            yield self._prefix_list(value, subnet)
        yield rule.hidden

    def _prefix_list(self, value: Value, subnet: Subnet | None) -> Answer:
        instance = self.world.identities.instance(value)
        if instance is None or instance.type != "aws_ec2_managed_prefix_list":
            return undecided("what a prefix list holds is known to AWS only", value.place, code="cloud")
        entries = instance.blocks("entry")
        cidrs = [entry.written("cidr") for entry in entries]
        apart = self.world.managed("aws_ec2_managed_prefix_list_entry")
        own = instance.get("id")
        cidrs.extend(other.get("cidr") for other in apart if not self.world.same(other.get("prefix_list_id"), own).no)
        answer = any_of(covers(self.world, cidr, subnet) for cidr in cidrs if cidr is not None)
        if answer.no and not entries.complete:
            return undecided("the entries of a prefix list are not known", instance.span)
        return answer


def covers(world: World, value: Value, subnet: Subnet | None) -> Answer:
    """Whether a CIDR holds all addresses of the subnet."""
    text = value.text
    if text in ("0.0.0.0/0",):
        return yes("", value.place)
    thing = world.thing(value) if value.ref is not None else None
    if subnet is not None and thing is not None:
        for whole in (subnet.cidr, subnet.vpc.cidr if subnet.vpc is not None else None):
            if whole is None:
                continue
            if thing == world.thing(whole) and (whole is subnet.cidr or not _surely_outside(subnet)):
                return yes("", value.place)
        if subnet.vpc is not None and thing == ResourceId(subnet.vpc.thing.kind, subnet.vpc.thing.name, "cidr_block"):
            return yes("", value.place)
    if text is None:
        return undecided_by(value)
    if "." not in text:
        return NO
    block = read_block(value)
    if block is None:
        return NO
    if subnet is None:
        return undecided("the pods' subnets are not known", value.place)
    return _holds(block, subnet, value)


def _holds(block: ipaddress.IPv4Network, subnet: Subnet, value: Value) -> Answer:
    if subnet.block is not None:
        return yes("", value.place) if subnet.block.subnet_of(block) else no("", value.place)
    if subnet.vpc is not None and subnet.vpc.block is not None:
        if subnet.vpc.block.subnet_of(block):
            return yes("", value.place)
        if not subnet.vpc.block.overlaps(block):
            return no("", value.place)
    return undecided(f"the address range of {subnet.address} is not known", value.place)


def _surely_outside(subnet: Subnet) -> bool:
    """A subnet of a secondary block is not in the VPC's primary one."""
    if subnet.block is None or subnet.vpc is None or subnet.vpc.block is None:
        return False
    return not subnet.block.subnet_of(subnet.vpc.block)


def read_ingress(world: World, instance: Instance, content: Content, port: int = 443) -> Ingress:
    """An ingress rule from an ``ingress`` block, ``aws_security_group_rule`` or
    ``aws_vpc_security_group_ingress_rule``."""
    cidrs: list[Value] = []
    groups: list[Value] = []
    lists: list[Value] = []
    hidden = NO
    sources = (
        (cidrs, ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6")),
        (groups, ("security_groups", "source_security_group_id", "referenced_security_group_id")),
        (lists, ("prefix_list_ids", "prefix_list_id")),
    )
    for kept, names in sources:
        for name in names:
            value = content.written(name)
            if value is None or value.is_null:
                continue
            found, rest = elements(value)
            kept.extend(item for item in found if item.text != "")
            if rest is not None and not found:
                kept.append(rest)
            elif rest is not None:
                hidden = undecided_by(rest)
    own = flag(content.written("self"), False)
    return Ingress(
        instance=instance,
        ports=_covers_port(world, instance, content, port),
        cidrs=tuple(cidrs),
        groups=tuple(groups),
        lists=tuple(lists),
        own=own,
        hidden=hidden,
        span=content.span,
        port_place=_port_place(content),
    )


def _port_place(content: Content) -> Span | None:
    """Where a rule says what it is for: its protocol if that is not TCP, else its port."""
    protocol = content.written("protocol") or content.written("ip_protocol")
    wrong = protocol is not None and str(protocol.raw).lower() not in TCP
    value = protocol if wrong else content.written("from_port")
    place = value.place if value is not None else None
    return place if place is not None else content.header


def _covers_port(world: World, instance: Instance, content: Content, port: int) -> Answer:
    protocol = content.written("protocol") or content.written("ip_protocol")
    first, last = content.written("from_port"), content.written("to_port")
    if protocol is not None and protocol.is_unknown:
        return undecided_by(protocol)
    name = str(protocol.raw).lower() if protocol is not None and protocol.raw is not None else "-1"
    if name in ALL_PROTOCOLS:
        return yes()
    if name not in TCP:
        return NO
    numbers: list[int] = []
    for value in (first, last):
        if value is None or value.is_null:
            return undecided("its ports are not given", content.span)
        if value.is_unknown:
            return undecided_by(value)
        try:
            numbers.append(int(value.raw))
        except (TypeError, ValueError):
            return undecided("its ports cannot be read", value.place, code="unread")
    return yes() if numbers[0] <= port <= numbers[1] else NO


class GroupReader:
    """Finds the rules of a group among all the places where rules are written."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._groups: dict[ResourceId, SecurityGroup] = {}

    def group(self, thing: ResourceId, is_default: bool = False) -> SecurityGroup:
        """The group; made once per thing."""
        if thing not in self._groups:
            self._groups[thing] = self._read(thing, is_default)
        return self._groups[thing]

    @cached_property
    def _by_thing(self) -> dict[ResourceId, Instance]:
        world = self._world
        return {
            world.identities.of(instance): instance
            for instance in world.managed("aws_security_group", "aws_default_security_group")
        }

    def _read(self, thing: ResourceId, is_default: bool) -> SecurityGroup:
        world = self._world
        instance = self._by_thing.get(thing)
        rules: list[Ingress] = []
        hidden = NO
        if instance is not None:
            blocks = instance.blocks("ingress")
            rules.extend(read_ingress(world, instance, content) for content in blocks)
            if blocks.unknown is not None:
                hidden = undecided_by(blocks.unknown)
        elif thing.kind != "managed":
            hidden = undecided(
                f"the rules of {thing} are not declared here", code="undeclared", waits_for=thing.waits_for
            )
        elif thing.part and not thing.part.endswith(("default_security_group_id", "cluster_security_group_id")):
            # EKS's primary group admits its own members only, until a rule is added here.
            hidden = undecided(
                f"the rules of {thing} are not declared here", code="undeclared", waits_for=thing.waits_for
            )
        for other in world.managed("aws_security_group_rule", "aws_vpc_security_group_ingress_rule"):
            if other.type == "aws_security_group_rule":
                direction = other.written("type")
                if direction is not None and direction.text not in (None, "ingress"):
                    continue
            owner = world.thing(other.get("security_group_id"))
            answer = (
                same_thing(owner, thing)
                if owner is not None
                else undecided_by(other.get("security_group_id"), other.span)
            )
            if answer.yes:
                rules.append(read_ingress(world, other, other.content))
            elif answer.unknown and hidden.no:
                hidden = answer.because(f"{other.address} may be a rule of it: {answer.reason}", other.span)
        if hidden.no:
            hidden = world.may_hide(("aws_security_group_rule", "aws_vpc_security_group_ingress_rule"), (thing,))
        return SecurityGroup(
            world, thing, instance, tuple(rules), hidden, is_default or thing.part == "default_security_group_id"
        )
