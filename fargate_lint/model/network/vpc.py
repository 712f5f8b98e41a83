"""A VPC, declared here or named only."""

from __future__ import annotations

import ipaddress
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.model.network.cidr import read_block
from fargate_lint.model.network.subnet import Subnet
from fargate_lint.model.thing.attribute import Attribute, unknown_argument
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.model.thing.view import View
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import Answer
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.network.endpoint import EndpointList
    from fargate_lint.model.network.network import Network


class Vpc(View):
    """One VPC. What is not seen in one that is made elsewhere may well be there."""

    def __init__(self, network: Network, thing: ResourceId, instance: Instance | None) -> None:
        super().__init__(network.resources, thing, instance)
        self.network = network

    @property
    def place(self) -> Span | None:
        """Where it stands: its header, else where something here names it."""
        return self.span or self.network.place_of(self.thing)

    @cached_property
    def doubt(self) -> Answer:
        """Unknown, as its own arguments are, for a VPC that is not declared here."""
        return self.network.undeclared(f"the VPC is not declared here ({self.thing})", self.thing)

    @property
    def enable_dns_support(self) -> Attribute:
        return self._flag("enable_dns_support")

    @property
    def enable_dns_hostnames(self) -> Attribute:
        """AWS's own default VPC has them; the provider leaves them off in any other."""
        return self._flag("enable_dns_hostnames")

    def _flag(self, name: str) -> Attribute:
        if self.instance is None:
            return unknown_argument(self.address, name, self.doubt, self.place)
        return self.resources.attribute(self.instance, name)

    @cached_property
    def cidr(self) -> Value | None:
        """The primary IPv4 block as a value; None for a VPC that is not declared here."""
        return self.instance.get("cidr_block") if self.instance is not None else None

    @cached_property
    def block(self) -> ipaddress.IPv4Network | None:
        return read_block(self.cidr)

    @cached_property
    def blocks(self) -> tuple[tuple[ipaddress.IPv4Network, ...], Answer]:
        """All its known IPv4 blocks, secondary ones too, and whether there may be others."""
        return self.network.blocks_of(self)

    @cached_property
    def dhcp_options(self) -> tuple[Attribute, ...]:
        """``domain_name_servers`` of the DHCP options that are associated with it here."""
        return self.network.name_servers_of(self)

    @property
    def resolver_addresses(self) -> tuple[str, ...]:
        """The addresses of Amazon's resolver in it, one in each block."""
        offset = self.network.resources.facts.network.resolver.offset
        return tuple(str(block.network_address + offset) for block in self.blocks[0])

    @cached_property
    def subnets(self) -> tuple[Subnet, ...]:
        """The subnets declared here that are surely in it."""
        return self.network.subnets_of(self)

    @cached_property
    def endpoints(self) -> EndpointList:
        """The endpoints declared here that are in it, those that may be, and whether others may be unseen."""
        return self.network.endpoints_of(self)
