"""Which addresses a CIDR holds, known as numbers or by reference."""

from __future__ import annotations

import ipaddress
from typing import Protocol

from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.model.thing.resources import Resources
from fargate_lint.values.answer import NO, Answer, no, undecided, yes
from fargate_lint.values.value import Value


class Range(Protocol):
    """What has an IPv4 block: ``cidr`` is its value (None if it is not declared here), ``block`` its numbers if
    known."""

    @property
    def cidr(self) -> Value | None: ...

    @property
    def block(self) -> ipaddress.IPv4Network | None: ...


class VpcRange(Range, Protocol):
    """The range of a VPC."""

    thing: ResourceId


class SubnetRange(Range, Protocol):
    """The range of a subnet, inside that of its VPC."""

    thing: ResourceId

    @property
    def address(self) -> str: ...

    @property
    def vpc(self) -> VpcRange | None: ...


def read_block(value: Value | None) -> ipaddress.IPv4Network | None:
    """A known IPv4 block, None for anything else (unknown, not a CIDR, IPv6)."""
    if value is None or value.text is None:
        return None
    try:
        block = ipaddress.ip_network(value.text, strict=False)
    except ValueError:
        return None
    return block if isinstance(block, ipaddress.IPv4Network) else None


def covers(resources: Resources, value: Value, subnet: SubnetRange | None) -> Answer:
    """Whether a CIDR holds all addresses of the subnet."""
    text = value.text
    if text in ("0.0.0.0/0",):
        return yes("", value.place)
    thing = resources.thing(value) if value.ref is not None else None
    if subnet is not None and thing is not None:
        for whole in (subnet.cidr, subnet.vpc.cidr if subnet.vpc is not None else None):
            if whole is None:
                continue
            if thing == resources.thing(whole) and (whole is subnet.cidr or not _surely_outside(subnet)):
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


def _holds(block: ipaddress.IPv4Network, subnet: SubnetRange, value: Value) -> Answer:
    if subnet.block is not None:
        return yes("", value.place) if subnet.block.subnet_of(block) else no("", value.place)
    if subnet.vpc is not None and subnet.vpc.block is not None:
        if subnet.vpc.block.subnet_of(block):
            return yes("", value.place)
        if not subnet.vpc.block.overlaps(block):
            return no("", value.place)
    return undecided(f"the address range of {subnet.address} is not known", value.place)


def _surely_outside(subnet: SubnetRange) -> bool:
    """A subnet of a secondary block is not in the VPC's primary one."""
    if subnet.block is None or subnet.vpc is None or subnet.vpc.block is None:
        return False
    return not subnet.block.subnet_of(subnet.vpc.block)
