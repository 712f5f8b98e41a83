"""Network ACLs: do they let TCP 443 into a subnet? Rules count by number, the first that fits decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.model.network.cidr import covers
from fargate_lint.model.network.subnet import Subnet
from fargate_lint.model.thing.attribute import whole_number
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.terraform.instance import Content, Instance
from fargate_lint.values.answer import NO, YES, Answer, flag, no, undecided
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.network.network import Network

ALL = ("-1", "all")
TCP = ("6", "tcp")


@dataclass(frozen=True, slots=True)
class AclRule:
    """One inbound rule; ``number`` is None where it is not known."""

    number: int | None
    allows: Answer
    covers_port: Answer
    cidr: Value | None
    span: Span | None

    def fits(self, network: Network, source: Subnet) -> Answer:
        """Whether it decides about TCP 443 from this subnet."""
        if self.covers_port.no or self.cidr is None:
            return NO
        answer = covers(network.resources, self.cidr, source)
        return self.covers_port if answer.yes and self.covers_port.unknown else answer


def admits_443(network: Network, subnet: Subnet, sources: tuple[Subnet, ...]) -> Answer:
    """Whether the subnet's ACL lets TCP 443 in from all these subnets. Yes where none is declared for it: the VPC's
    default ACL lets everything in. The evidence of a no is the ACL and the subnet that it shuts out."""
    acl = network.acl_of(subnet)
    if acl is None:
        return YES
    rules, incomplete = _rules(network, acl)
    if incomplete.unknown or any(rule.number is None for rule in rules):
        return incomplete if incomplete.unknown else undecided("the order of an ACL's rules is not known", acl.span)
    for source in sources:
        if source.thing == subnet.thing:
            continue  # traffic within a subnet passes no ACL
        answer = _decide(network, sorted(rules, key=lambda rule: rule.number or 0), source)
        if not answer.yes:
            return no("", acl.span, acl.address, source.address) if answer.no else answer
    return YES


def _decide(network: Network, rules: list[AclRule], source: Subnet) -> Answer:
    for rule in rules:
        fits = rule.fits(network, source)
        if fits.unknown:
            return fits
        if fits.yes:
            return rule.allows
    return NO


def _rules(network: Network, acl: Instance) -> tuple[list[AclRule], Answer]:
    blocks = acl.blocks("ingress")
    found = [_rule(content, "rule_no", "action") for content in blocks]
    if blocks.unknown is not None:
        return found, undecided_by(blocks.unknown)
    own = network.resources.identities.of(acl)
    for other, answer in _apart(network, own):
        if answer.unknown or other.count_unknown:
            doubt = answer if answer.unknown else undecided("", code="count")
            return found, doubt.because(f"{other.address} may be a rule of it", other.span)
        found.append(_rule(other.content, "rule_number", "rule_action"))
    return found, NO


def _apart(network: Network, acl: ResourceId) -> Iterator[tuple[Instance, Answer]]:
    for rule in network.resources.managed("aws_network_acl_rule"):
        if flag(rule.written("egress"), False).yes:
            continue
        thing = network.resources.thing(rule.get("network_acl_id"))
        if thing is None:
            yield rule, undecided("whose rule it is is not known", rule.span)
        elif thing == acl:
            yield rule, YES


def _rule(content: Content, number: str, action: str) -> AclRule:
    act = content.written(action)
    allows = undecided("its action is not known", content.span)
    if act is not None and act.text is not None:
        allows = YES if act.text.lower() == "allow" else NO
    return AclRule(
        whole_number(content.written(number)), allows, _port(content), content.written("cidr_block"), content.span
    )


def _port(content: Content) -> Answer:
    protocol = content.written("protocol")
    if protocol is None or protocol.is_unknown:
        return undecided("its protocol is not known", content.span)
    name = str(protocol.raw).lower()
    if name in ALL:
        return YES
    if name not in TCP:
        return NO
    first, last = whole_number(content.written("from_port")), whole_number(content.written("to_port"))
    if first is None or last is None:
        return undecided("its ports are not known", content.span)
    return YES if first <= 443 <= last else NO
