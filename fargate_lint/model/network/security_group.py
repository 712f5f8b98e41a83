"""Security groups: does a group admit a port from pods in these subnets, which carry these groups? Three answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.model.network.cidr import SubnetRange, covers
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.place import of_reference
from fargate_lint.model.thing.resource_id import ResourceId, same_thing
from fargate_lint.model.thing.view import View, presence
from fargate_lint.model.thing.walk import elements
from fargate_lint.terraform.instance import Content, Instance
from fargate_lint.values.answer import NO, Answer, all_of, any_of, flag, undecided, yes
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.thing.resources import Resources

RULE_TYPES = ("aws_security_group_rule", "aws_vpc_security_group_ingress_rule")
ALL_PROTOCOLS = frozenset({"-1", "all"})
TCP = frozenset({"tcp", "6"}) | ALL_PROTOCOLS


@dataclass(frozen=True, slots=True)
class Pods:
    """Where pods are and what groups they carry: the sources that a group has to admit."""

    subnets: tuple[SubnetRange, ...]
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
    incomplete: Answer
    span: Span | None
    port_place: Span | None = None

    @property
    def source_place(self) -> Span | None:
        """Where its first source is written."""
        values = (*self.cidrs, *self.groups, *self.lists)
        return next((place for value in values if (place := of_reference(value)) is not None), None)

    @property
    def present(self) -> Answer:
        """Whether its resource surely has an instance."""
        return presence(self.instance, self.span)


class SecurityGroup(View):
    """One security group. ``instance`` is None for a group not declared here; ``is_default`` marks a VPC's default
    group, which without a declaration admits itself only."""

    def __init__(
        self,
        resources: Resources,
        thing: ResourceId,
        instance: Instance | None,
        rules: tuple[Ingress, ...],
        incomplete: Answer,
        is_default: bool,
    ) -> None:
        super().__init__(resources, thing, instance)
        self.rules = rules
        self.incomplete = incomplete
        self.is_default = is_default

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
        if answer.no and self.incomplete.unknown:
            return self.incomplete
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

    def _rule_admits(self, rule: Ingress, subnet: SubnetRange | None, groups: tuple[ResourceId, ...]) -> Answer:
        if rule.ports.no:
            return NO
        sources = any_of(self._sources(rule, subnet, groups))
        if sources.no:
            return NO
        for doubt in (sources, rule.ports, rule.present):
            if doubt.unknown:
                return doubt
        return yes("", rule.span)

    def _sources(self, rule: Ingress, subnet: SubnetRange | None, groups: tuple[ResourceId, ...]) -> Iterable[Answer]:
        for value in rule.cidrs:
            yield covers(self.resources, value, subnet)
        for value in rule.groups:
            thing = self.resources.thing(value)
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
        yield rule.incomplete

    def _prefix_list(self, value: Value, subnet: SubnetRange | None) -> Answer:
        instance = self.resources.identities.instance(value)
        if instance is None or instance.type != "aws_ec2_managed_prefix_list":
            return undecided("what a prefix list holds is known to AWS only", value.place, code="cloud")
        entries = instance.blocks("entry")
        cidrs = [entry.written("cidr") for entry in entries]
        apart = self.resources.managed("aws_ec2_managed_prefix_list_entry")
        own = instance.get("id")
        cidrs.extend(
            other.get("cidr") for other in apart if not self.resources.same(other.get("prefix_list_id"), own).no
        )
        answer = any_of(covers(self.resources, cidr, subnet) for cidr in cidrs if cidr is not None)
        if answer.no and not entries.complete:
            return undecided("the entries of a prefix list are not known", instance.span)
        return answer


def read_ingress(resources: Resources, instance: Instance, content: Content, port: int = 443) -> Ingress:
    """An ingress rule from an ``ingress`` block, ``aws_security_group_rule`` or
    ``aws_vpc_security_group_ingress_rule``."""
    cidrs: list[Value] = []
    groups: list[Value] = []
    lists: list[Value] = []
    incomplete = NO
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
                incomplete = undecided_by(rest)
    own = flag(content.written("self"), False)
    return Ingress(
        instance=instance,
        ports=_covers_port(resources, instance, content, port),
        cidrs=tuple(cidrs),
        groups=tuple(groups),
        lists=tuple(lists),
        own=own,
        incomplete=incomplete,
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


def _covers_port(resources: Resources, instance: Instance, content: Content, port: int) -> Answer:
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


def _may_be_ingress(rule: Instance) -> bool:
    """Whether a rule that stands apart is not surely one for what goes out."""
    direction = rule.written("type") if rule.type == "aws_security_group_rule" else None
    return direction is None or direction.text in (None, "ingress")


class GroupReader:
    """Finds the rules of a group among all the places where rules are written."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._groups: dict[ResourceId, SecurityGroup] = {}

    def group(self, thing: ResourceId, is_default: bool = False) -> SecurityGroup:
        """The group; made once per thing."""
        if thing not in self._groups:
            self._groups[thing] = self._read(thing, is_default)
        return self._groups[thing]

    @cached_property
    def _by_thing(self) -> dict[ResourceId, Instance]:
        resources = self._resources
        return {
            resources.identities.of(instance): instance
            for instance in resources.managed("aws_security_group", "aws_default_security_group")
        }

    def _read(self, thing: ResourceId, is_default: bool) -> SecurityGroup:
        resources = self._resources
        instance = self._by_thing.get(thing)
        rules: list[Ingress] = []
        incomplete = NO
        if instance is not None:
            blocks = instance.blocks("ingress")
            rules.extend(read_ingress(resources, instance, content) for content in blocks)
            if blocks.unknown is not None:
                incomplete = undecided_by(blocks.unknown)
        elif thing.kind != "managed":
            incomplete = undecided(
                f"the rules of {thing} are not declared here", code="undeclared", waits_for=thing.waits_for
            )
        elif thing.part and not thing.part.endswith(("default_security_group_id", "cluster_security_group_id")):
            # EKS's primary group admits its own members only, until a rule is added here.
            incomplete = undecided(
                f"the rules of {thing} are not declared here", code="undeclared", waits_for=thing.waits_for
            )
        apart = resources.attached("security_group_id", *RULE_TYPES)
        rules += [read_ingress(resources, rule, rule.content) for rule in apart.to(thing) if _may_be_ingress(rule)]
        if incomplete.no:
            incomplete = apart.doubt(thing, "may be a rule of it", only=_may_be_ingress)
        if incomplete.no:
            incomplete = resources.may_exist_unseen(RULE_TYPES, (thing,))
        return SecurityGroup(
            resources,
            thing,
            instance,
            tuple(rules),
            incomplete,
            is_default or thing.part == "default_security_group_id",
        )
